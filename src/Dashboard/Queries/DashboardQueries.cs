using Bouncer.Dashboard.Forwarding;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>Answers from the store.</summary>
/// <param name="store">Where everything is.</param>
/// <param name="ingest">What came in.</param>
/// <param name="time">The clock.</param>
/// <param name="forwarder">What goes on; null if nothing does.</param>
internal sealed class DashboardQueries(TelemetryStore store, Ingest ingest, TimeProvider time, Forwarder? forwarder = null) : IDashboardQueries
{
    public DecisionPage Decisions(DecisionFilter filter, DecisionCursor? after, int size)
        => DecisionQueries.Page(store.Snapshot().Decisions, filter, after, size);

    public Decision? Decision(string id) => store.Find(id);

    public IReadOnlyList<OutcomeCount> Outcomes(DecisionFilter filter, int parts)
        => DecisionQueries.Outcomes(store.Snapshot().Decisions, filter, parts);

    public TopRefused TopRefused(DecisionFilter filter, int size) => DecisionQueries.TopRefused(store.Snapshot().Decisions, filter, size);

    public DecisionFacets Facets() => DecisionQueries.Facets(store.Snapshot().Decisions);

    public LatencyReport Latency(TimeWindow window, int parts, string? service = null) => LatencyQuery.Report(store.Snapshot(), window, parts, service);

    public IReadOnlyList<FileState> Files() => StateQueries.Files(store.Snapshot(), time.GetUtcNow());

    public IReadOnlyList<CounterIncrease> Increase(string metric, TimeWindow window) => StateQueries.Increase(store.Snapshot(), metric, window);

    public GatekeeperFigures? Gatekeeper() => GatekeeperQuery.Figures(store.Snapshot(), time.GetUtcNow());

    public TraceTree? Trace(TraceId id) => TraceQuery.Tree(store.Snapshot(), id);

    public IReadOnlyList<LogRecord> Logs(LogFilter filter, int size) => LogQuery.Logs(store.Snapshot(), filter, size);

    public IReadOnlyList<ResourceSummary> Resources() => ResourceQuery.Resources(store.Snapshot());

    public DashboardFigures Figures()
    {
        var snapshot = store.Snapshot();
        return new DashboardFigures
        {
            Used = snapshot.Used,
            Limit = snapshot.Limit,
            Oldest = snapshot.Batches.Count > 0 ? snapshot.Batches[snapshot.Batches.First].Received : null,
            Held = snapshot.Held,
            Decisions = snapshot.Decisions.Count,
            Received = snapshot.Received,
            Rejected = ingest.Rejected,
            Malformed = ingest.Malformed,
            Forwarding = forwarder?.Figures,
        };
    }

    public IAsyncEnumerable<long> ChangesAsync(TimeSpan pause, CancellationToken cancellation)
        => store.Changes.ChangesAsync(pause, time, cancellation);
}
