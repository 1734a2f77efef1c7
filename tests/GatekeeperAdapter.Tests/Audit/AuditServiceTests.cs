using System.Diagnostics.Metrics;
using Bouncer.GatekeeperAdapter.Audit;
using Bouncer.GatekeeperAdapter.Audit.Leases;
using Bouncer.GatekeeperAdapter.Audit.Runs;
using Bouncer.GatekeeperAdapter.Telemetry;
using Bouncer.GatekeeperAdapter.Tests.Audit.Support;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bouncer.GatekeeperAdapter.Tests.Audit;

/// <summary>When the audit runs, and what its metrics say.</summary>
public class AuditServiceTests
{
    [Fact]
    public async Task IntervalOfZero_RunsOnDemandAlone()
    {
        await using var replica = await RunningAudit.StartAsync(TimeSpan.Zero);
        replica.Cluster.State.Readiness.Meet("test");
        await Eventually.HoldsAsync(() => Task.FromResult(replica.Desk.IsOpen), "it leads", Deadline);

        Assert.Null(replica.Desk.Last);
        var summary = await replica.Desk.AskAsync();

        Assert.Equal(AuditOutcome.Complete, summary!.Outcome);
        Assert.Same(summary, replica.Desk.Last);
    }

    [Fact]
    public async Task Interval_RunsAtOnceAndWhenItIsOver()
    {
        await using var replica = await RunningAudit.StartAsync(TimeSpan.FromMinutes(5));
        replica.Cluster.State.Readiness.Meet("test");
        await Eventually.HoldsAsync(() => Task.FromResult(replica.Desk.Last is not null), "the first run", Deadline);
        var first = replica.Desk.Last;

        await Eventually.HoldsAsync(
            () =>
            {
                replica.Cluster.Time.EndLongPauses();
                return Task.FromResult(!ReferenceEquals(replica.Desk.Last, first));
            },
            "the second run",
            Deadline);
    }

    [Fact]
    public async Task StateThatIsNotThere_IsWaitedFor()
    {
        await using var replica = await RunningAudit.StartAsync(TimeSpan.FromMinutes(5));
        await Eventually.HoldsAsync(() => Task.FromResult(replica.Cluster.Time.Pauses.Count > 3), "it waits", Deadline);

        Assert.Empty(replica.Cluster.Requests);
        Assert.Null(await replica.Desk.AskAsync());
    }

    [Fact]
    public async Task Metrics_AreGatekeepers_AndGoWithTheLease()
    {
        await using var replica = await RunningAudit.StartAsync(TimeSpan.Zero);
        Assert.Empty(replica.Read());
        replica.Cluster.Constrain("all");
        replica.Cluster.Know("shop");
        replica.Cluster.Has("/api/v1/pods", FakeCluster.Pod("a"), FakeCluster.Pod("b"));
        replica.Cluster.State.Readiness.Meet("test");
        await Eventually.HoldsAsync(() => Task.FromResult(replica.Desk.IsOpen), "it leads", Deadline);
        var summary = await replica.Desk.AskAsync();

        var began = summary!.Started.ToUnixTimeSeconds();
        var read = replica.Read();
        Assert.Equal(
            [
                ("gatekeeper_audit_last_run_end_time", "", summary.Ended.ToUnixTimeSeconds()),
                ("gatekeeper_violations", "deny", 2),
                ("gatekeeper_violations", "dryrun", 0),
                ("gatekeeper_violations", "scoped", 0),
                ("gatekeeper_violations", "unrecognized", 0),
                ("gatekeeper_violations", "warn", 0),
            ],
            read.Where(m => m.Name != GatekeeperNames.AuditLastRunTime));
        Assert.InRange(read.Single(m => m.Name == GatekeeperNames.AuditLastRunTime).Value, began - 1, began);

        await replica.StopAsync();
        Assert.Empty(replica.Read());
        Assert.Null(await replica.Desk.AskAsync());
    }

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    private sealed class RunningAudit : IAsyncDisposable
    {
        private readonly AuditService _service;

        private RunningAudit(FakeCluster cluster, TimeSpan interval)
        {
            Cluster = cluster;
            cluster.State.Readiness.Require("test");
            cluster.Instead = async context =>
            {
                // A lease that is never there and can always be made: this replica leads.
                var isLease = context.Request.Path.StartsWithSegments("/apis/coordination.k8s.io", StringComparison.Ordinal);
                if (isLease && context.Request.Method == "POST")
                {
                    using var reader = new StreamReader(context.Request.Body);
                    await FakeApiServer.WriteAsync(context, 201, await reader.ReadToEndAsync());
                }

                return isLease && context.Request.Method == "POST";
            };
            var options = new AuditOptions { Interval = interval };
            var lease = new LeaseOptions { Namespace = "gatekeeper-system", Name = "audit", Holder = "one" };
            _service = new(
                cluster.State,
                options,
                cluster.Auditor(options),
                new LeaseElection(cluster.Client, lease, TimeProvider.System, NullLogger<LeaseElection>.Instance),
                Desk,
                new AuditMeter(cluster.Meters),
                cluster.Time,
                NullLogger<AuditService>.Instance);
        }

        public FakeCluster Cluster { get; }

        public AuditDesk Desk { get; } = new(null);

        public static async Task<RunningAudit> StartAsync(TimeSpan interval)
        {
            var replica = new RunningAudit(await FakeCluster.StartAsync(), interval);
            await replica._service.StartAsync(Deadline);
            return replica;
        }

        public Task StopAsync() => _service.StopAsync(Deadline);

        /// <summary>What the gauges of the audit say: name, enforcement action, value; sorted.</summary>
        public IReadOnlyList<(string Name, string Action, double Value)> Read()
        {
            List<(string, string, double)> read = [];
            using var listener = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Meter.Name == GatekeeperNames.Meter && instrument.Meter.Scope == Cluster.Meters)
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            listener.Start();
            listener.RecordObservableInstruments();
            return [.. read.Order()];

            void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                if (instrument.Name.Contains("audit", StringComparison.Ordinal) || instrument.Name == GatekeeperNames.Violations)
                {
                    read.Add((instrument.Name, tags.IsEmpty ? "" : (string)tags[0].Value!, value));
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _service.StopAsync(CancellationToken.None);
            _service.Dispose();
            await Cluster.DisposeAsync();
        }
    }
}
