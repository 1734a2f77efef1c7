using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Store;
using Bouncer.TestSupport.Otlp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.Dashboard.Tests.Support;

/// <summary>A store and what leads into and out of it, without a server.</summary>
internal sealed class FilledStore
{
    private readonly Ingest _ingest;
    private ulong _traces;

    public FilledStore(int mebibytes = 64)
    {
        Store = new TelemetryStore((long)mebibytes << 20);
        Reader = new BatchReader(new StringPool(), Time);
        _ingest = new Ingest(Reader, Store, NullLogger<Ingest>.Instance);
        Queries = new DashboardQueries(Store, _ingest, Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public DateTimeOffset Now => Time.GetUtcNow();

    public TelemetryStore Store { get; }

    public BatchReader Reader { get; }

    public IDashboardQueries Queries { get; }

    /// <summary>Takes a request, and tells the answer.</summary>
    public byte[] Take(Signal signal, byte[] request) => _ingest.Take(signal, request);

    /// <summary>Takes decisions of now, as spans.</summary>
    public void Decide(params IEnumerable<OtlpDecision> decisions)
        => Take(Signal.Traces, OtlpRequests.Request("Bouncer.Admission", decisions.Select(d => OtlpRequests.DecisionSpan(Interlocked.Increment(ref _traces), Now, d))));

    /// <summary>Takes metrics.</summary>
    public void Measure(params IEnumerable<ProtobufMessage> metrics) => Take(Signal.Metrics, OtlpRequests.Request("Bouncer.Admission", metrics));
}
