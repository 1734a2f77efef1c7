using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Inventories;

/// <summary>
/// The objects that templates see as <c>data.inventory</c>: <c>cluster[groupVersion][kind][name]</c> and
/// <c>namespace[namespace][groupVersion][kind][name]</c>. Thread-safe. Changes cost little until somebody asks for the
/// <see cref="Snapshot"/>, and then a copy of the one level that they are in.
/// </summary>
public sealed class Inventory
{
    private const string Cluster = "cluster";
    private const string Namespaced = "namespace";

    private readonly Lock _lock = new();
    private readonly InventoryBranch _root = new();
    private volatile RegoObject? _snapshot = RegoObject.Empty; // null after a change

    /// <summary>What <c>data.inventory</c> is now: immutable. The same one until something changes.</summary>
    public RegoObject Snapshot
    {
        get
        {
            if (_snapshot is { } current)
            {
                return current;
            }

            lock (_lock)
            {
                return _snapshot ??= _root.Value();
            }
        }
    }

    /// <summary>Adds an object, or puts it in the place of the older one.</summary>
    /// <returns>False if it has no version or no kind, and so no place in the inventory: then nothing changes.</returns>
    public bool Set(RegoObject @object)
    {
        var reviewed = ReviewedObject.Of(@object);
        if (reviewed.Kind.Version.Length == 0 || reviewed.Kind.Kind.Length == 0)
        {
            return false;
        }

        lock (_lock)
        {
            ObjectsOf(reviewed.Kind, reviewed.Namespace).Set(reviewed.Name, @object);
            _snapshot = null;
        }

        return true;
    }

    /// <summary>Takes an object out, if it is there.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="namespace">Its namespace; empty for cluster-scoped ones.</param>
    /// <param name="name">Its name.</param>
    public void Remove(ObjectKind kind, string @namespace, string name)
    {
        lock (_lock)
        {
            ObjectsOf(kind, @namespace).Remove(name);
            _snapshot = null;
        }
    }

    /// <summary>Puts objects in the place of all that there are of a kind: after all of them have been listed again.</summary>
    /// <param name="kind">The kind. What the objects say about theirs does not count: items of lists say nothing.</param>
    /// <param name="objects">The objects.</param>
    public void Replace(ObjectKind kind, IEnumerable<RegoObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var listed = objects.Select(ReviewedObject.Of).ToArray();
        lock (_lock)
        {
            ObjectsOf(kind, "").Clear();
            var namespaces = _root.Change<InventoryBranch>(Namespaced);
            foreach (var @namespace in namespaces.Names.ToArray())
            {
                ObjectsOf(kind, @namespace).Clear();
            }

            foreach (var item in listed)
            {
                ObjectsOf(kind, item.Namespace).Set(item.Name, item.Document);
            }

            _snapshot = null;
        }
    }

    /// <summary>Takes everything out.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _root.Clear();
            _snapshot = null;
        }
    }

    private InventoryObjects ObjectsOf(ObjectKind kind, string @namespace)
    {
        var scope = @namespace.Length == 0
            ? _root.Change<InventoryBranch>(Cluster)
            : _root.Change<InventoryBranch>(Namespaced).Change<InventoryBranch>(@namespace);
        return scope.Change<InventoryBranch>(kind.ApiVersion).Change<InventoryObjects>(kind.Kind);
    }
}
