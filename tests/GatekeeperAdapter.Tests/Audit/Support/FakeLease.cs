using System.Globalization;
using Bouncer.GatekeeperAdapter.Audit.Leases;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.GatekeeperAdapter.Tests.Audit.Support;

/// <summary>An API server of one Lease, with the optimistic locking of a real one, and a clock that the test turns.</summary>
internal sealed class FakeLease : IAsyncDisposable
{
    private const string Collection = "/apis/coordination.k8s.io/v1/namespaces/gatekeeper-system/leases";

    private readonly FakeApiServer _server;
    private readonly Lock _lock = new();
    private RegoObject? _lease;
    private long _version;
    private int _underWay;

    private FakeLease(FakeApiServer server)
    {
        _server = server;
        _server.Answer = AnswerAsync;
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture));

    /// <summary>Whether the API server answers nothing but 500.</summary>
    public bool IsBroken { get; set; }

    /// <summary>How often the lease was asked for.</summary>
    public int Reads => _server.Requests.Count(r => r.StartsWith("GET", StringComparison.Ordinal));

    public IReadOnlyList<string> Requests => _server.Requests;

    /// <summary>What the lease says.</summary>
    public LeaseRecord Current
    {
        get
        {
            lock (_lock)
            {
                return new(_lease ?? RegoObject.Empty);
            }
        }
    }

    public static async Task<FakeLease> StartAsync() => new(await FakeApiServer.StartAsync());

    /// <summary>A replica that wants the lease.</summary>
    public LeaseElection Replica(string name) => new(
        _server.Client(Time),
        new() { Namespace = "gatekeeper-system", Name = "audit", Holder = name },
        Time,
        NullLogger<LeaseElection>.Instance);

    /// <summary>Writes the lease as another replica does.</summary>
    /// <param name="holder">The replica.</param>
    /// <param name="renewed">What its clock says.</param>
    public void HeldBy(string holder, DateTimeOffset renewed)
    {
        var options = new LeaseOptions { Namespace = "gatekeeper-system", Name = "audit", Holder = holder };
        lock (_lock)
        {
            Store(LeaseRecord.New(options, renewed));
        }
    }

    /// <summary>Turns the clock on until something holds, and lets it stand while a request is under way: to the replicas, requests take no
    /// time.</summary>
    /// <returns>How long that took by that clock.</returns>
    public async Task<TimeSpan> TurnUntilAsync(Func<bool> condition)
    {
        var began = Time.GetTimestamp();
        await TestSupport.Eventually.HoldsAsync(
            () =>
            {
                var holds = condition();
                if (!holds && Volatile.Read(ref _underWay) == 0)
                {
                    Time.Advance(TimeSpan.FromMilliseconds(100));
                }

                return Task.FromResult(holds);
            },
            "the condition",
            TestContext.Current.CancellationToken);
        return Time.GetElapsedTime(began);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            await AnswerNowAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task AnswerNowAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken);
        var (status, answer) = IsBroken ? (500, FakeApiServer.Status(500, "InternalError", "broken")) : Answer(context.Request, body);
        await FakeApiServer.WriteAsync(context, status, answer);
    }

    private (int Status, string Answer) Answer(HttpRequest request, string body)
    {
        lock (_lock)
        {
            var isKnown = request.Path == $"{Collection}/audit" || request.Path == Collection;
            switch (request.Method)
            {
                case "GET" when isKnown && _lease is not null:
                    return (200, RegoJson.ToJson(_lease));
                case "POST" when isKnown && _lease is not null:
                    return (409, FakeApiServer.Status(409, "AlreadyExists", "is there"));
                case "POST" when isKnown:
                    return (201, Store((RegoObject)RegoJson.Parse(body)));
                case "PUT" when isKnown && _lease is not null:
                    var written = (RegoObject)RegoJson.Parse(body);
                    return written.ResourceVersion() == _lease.ResourceVersion()
                        ? (200, Store(written))
                        : (409, FakeApiServer.Status(409, "Conflict", "changed"));
                default:
                    return (404, FakeApiServer.Status(404, "NotFound", "not here"));
            }
        }
    }

    private string Store(RegoObject lease)
    {
        _version++;
        var metadata = Documents.Of(("name", new RegoString("audit")), ("resourceVersion", new RegoString(_version.ToString(CultureInfo.InvariantCulture))));
        _lease = lease.With(("metadata", metadata));
        return RegoJson.ToJson(_lease);
    }
}
