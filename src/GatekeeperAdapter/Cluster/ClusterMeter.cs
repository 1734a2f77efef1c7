using System.Diagnostics.Metrics;
using Bouncer.GatekeeperAdapter.Cluster.Sync;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.Telemetry;

namespace Bouncer.GatekeeperAdapter.Cluster;

/// <summary>How many kinds are followed, and how many objects are in the inventory.</summary>
internal sealed class ClusterMeter
{
    private readonly SyncedKinds _synced;

    public ClusterMeter(IMeterFactory meters, Watches watches, SyncedKinds synced)
    {
        _synced = synced;
        var meter = meters.Create(GatekeeperNames.Meter);
        meter.CreateObservableGauge(
            GatekeeperNames.WatchedKinds, () => watches.Count - synced.WaitedFor, null, "The total number of watched resources");
        meter.CreateObservableGauge(
            GatekeeperNames.IntendedKinds, () => watches.Count, null, "The total number of resources that should be watched");
        meter.CreateObservableGauge(GatekeeperNames.Sync, Objects, null, "Total number of resources of each kind being cached");
    }

    private IEnumerable<Measurement<int>> Objects()
        => _synced.Counts.GroupBy(c => c.Kind.Kind, c => c.Count).Select(kind => new Measurement<int>(
            kind.Sum(), new(GatekeeperNames.Kind, kind.Key), new KeyValuePair<string, object?>(GatekeeperNames.Status, GatekeeperNames.Active)));
}
