using Bouncer.Constraints.Objects;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Sync;

/// <summary>The Config: which namespaces are left alone, and which kinds are kept in the inventory.</summary>
internal sealed class ConfigEvents(PolicyState state, SyncedKinds kinds, StartConditions conditions) : IObjectEvents
{
    private const string Who = "Config";

    /// <inheritdoc/>
    public void Changed(RegoObject document)
    {
        if (document.IsBeingDeleted())
        {
            Removed(document);
            return;
        }

        Replace(document, Kinds(document.ListAt("spec", "sync", "syncOnly")));
    }

    /// <inheritdoc/>
    public void Removed(RegoObject document) => Replace(null, []);

    /// <inheritdoc/>
    public void Listed() => conditions.ConfigKnown();

    /// <summary>Kinds as Config and SyncSet write them.</summary>
    public static IEnumerable<ObjectKind> Kinds(RegoArray list)
        => list.OfType<RegoObject>().Select(k => new ObjectKind(k.TextAt("group"), k.TextAt("version"), k.TextAt("kind")));

    private void Replace(RegoObject? config, IEnumerable<ObjectKind> wanted)
    {
        state.Exclusions.Replace(config);
        kinds.ExclusionsChanged();
        kinds.Want(Who, wanted);
    }
}
