using Bouncer.Constraints.Inventories;
using Bouncer.Constraints.Objects;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Sync;

/// <summary>The objects of one kind, kept in the inventory but for those of namespaces that are left alone.</summary>
internal sealed class ObjectsOfKind(ObjectKind kind, Inventory inventory, Exclusions exclusions, Action listed) : IObjectEvents
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, RegoObject> _known = [];
    private bool _stopped;

    /// <summary>How many objects are known, those that are left alone among them.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _known.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void Changed(RegoObject document)
    {
        lock (_lock)
        {
            if (!_stopped)
            {
                _known[ObjectKey.Of(document)] = document;
                Put(document);
            }
        }
    }

    /// <inheritdoc/>
    public void Removed(RegoObject document)
    {
        lock (_lock)
        {
            if (!_stopped && _known.Remove(ObjectKey.Of(document)))
            {
                inventory.Remove(kind, document.Namespace(), document.Name());
            }
        }
    }

    /// <inheritdoc/>
    public void Listed() => listed();

    /// <summary>Which namespaces are left alone has changed.</summary>
    public void ExclusionsChanged()
    {
        lock (_lock)
        {
            foreach (var document in _known.Values)
            {
                Put(document);
            }
        }
    }

    /// <summary>Takes all out of the inventory. Nothing is added after this, whatever the watch still tells.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            _known.Clear();
            inventory.Replace(kind, []);
        }
    }

    private void Put(RegoObject document)
    {
        var isNamespace = kind is { Group: "", Kind: "Namespace" };
        if (exclusions.Contains(Exclusions.Sync, isNamespace ? document.Name() : document.Namespace()))
        {
            inventory.Remove(kind, document.Namespace(), document.Name());
        }
        else
        {
            inventory.Set(document);
        }
    }
}
