using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Sync;

/// <summary>The SyncSets: kinds that are kept in the inventory.</summary>
internal sealed class SyncSetEvents(SyncedKinds kinds, StartConditions conditions) : IObjectEvents
{
    /// <inheritdoc/>
    public void Changed(RegoObject document)
        => kinds.Want(Who(document), document.IsBeingDeleted() ? [] : ConfigEvents.Kinds(document.ListAt("spec", "gvks")));

    /// <inheritdoc/>
    public void Removed(RegoObject document) => kinds.Want(Who(document), []);

    /// <inheritdoc/>
    public void Listed() => conditions.SyncSetsKnown();

    private static string Who(RegoObject document) => $"SyncSet {document.Name()}";
}
