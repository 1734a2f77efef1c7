using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Inventories;

/// <summary>
/// A level of the inventory: things by name that change, and the value of Rego that they are. The value is made when somebody
/// asks for it, from the one before: after few changes by taking those over, after many anew.
/// </summary>
internal abstract class InventoryNode
{
    // A change that is taken over costs a copy of the level; making it anew costs hashing every name, some ten times as much.
    private const int Few = 8;

    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private RegoObject _value = RegoObject.Empty;

    /// <summary>The names of all things here.</summary>
    public abstract IReadOnlyCollection<string> Names { get; }

    /// <summary>The value with all changes so far.</summary>
    public RegoObject Value()
    {
        if (_changed.Count > 0)
        {
            _value = _changed.Count <= Few ? Changed() : Anew();
            _changed.Clear();
        }

        return _value;
    }

    /// <summary>The value of a thing; null if there is none of that name any more.</summary>
    protected abstract RegoObject? ValueOf(string name);

    /// <summary>Notes that the thing of a name is another one, or gone.</summary>
    protected void Touch(string name) => _changed.Add(name);

    private RegoObject Changed()
    {
        var value = _value;
        foreach (var name in _changed)
        {
            var key = new RegoString(name);
            value = ValueOf(name) is { } thing ? value.With(key, thing) : value.Without(key);
        }

        return value;
    }

    private RegoObject Anew()
    {
        var builder = new RegoObject.Builder(Names.Count);
        foreach (var name in Names.ToArray())
        {
            if (ValueOf(name) is { } thing)
            {
                builder.Set(new RegoString(name), thing);
            }
        }

        return builder.Build();
    }
}

/// <summary>A level with levels below it.</summary>
internal sealed class InventoryBranch : InventoryNode
{
    private readonly Dictionary<string, InventoryNode> _nodes = new(StringComparer.Ordinal);

    public override IReadOnlyCollection<string> Names => _nodes.Keys;

    /// <summary>The level of a name, which is about to change.</summary>
    public TNode Change<TNode>(string name)
        where TNode : InventoryNode, new()
    {
        Touch(name);
        if (_nodes.TryGetValue(name, out var known))
        {
            return (TNode)known;
        }

        var made = new TNode();
        _nodes.Add(name, made);
        return made;
    }

    /// <summary>Takes everything out.</summary>
    public void Clear()
    {
        foreach (var name in _nodes.Keys)
        {
            Touch(name);
        }

        _nodes.Clear();
    }

    protected override RegoObject? ValueOf(string name)
    {
        if (!_nodes.TryGetValue(name, out var node))
        {
            return null;
        }

        var value = node.Value();
        if (value.Count > 0)
        {
            return value;
        }

        // What has become empty is no longer there for policies, nor kept.
        _nodes.Remove(name);
        return null;
    }
}

/// <summary>The objects of one kind in one namespace, or in none.</summary>
internal sealed class InventoryObjects : InventoryNode
{
    private readonly Dictionary<string, RegoObject> _objects = new(StringComparer.Ordinal);

    public override IReadOnlyCollection<string> Names => _objects.Keys;

    public void Set(string name, RegoObject @object)
    {
        _objects[name] = @object;
        Touch(name);
    }

    public void Remove(string name)
    {
        if (_objects.Remove(name))
        {
            Touch(name);
        }
    }

    public void Clear()
    {
        foreach (var name in _objects.Keys)
        {
            Touch(name);
        }

        _objects.Clear();
    }

    protected override RegoObject? ValueOf(string name) => _objects.GetValueOrDefault(name);
}
