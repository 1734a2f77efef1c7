using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>The types of rules by their ground path; the root stands for <c>data</c>.</summary>
internal sealed class TypeTree(ScalarTerm? key)
{
    private readonly Dictionary<ScalarKey, TypeTree> _children = [];

    // Found out once for many readers, until the next rule is added. Queries in parallel find the same.
    private RegoType? _extent;

    public ScalarTerm? Key { get; } = key;

    /// <summary>The type of the rules here; null where only others lie below.</summary>
    public RegoType? Type { get; private set; }

    public IReadOnlyCollection<TypeTree> Children => _children.Values;

    public TypeTree? Child(Term step) => step is ScalarTerm scalar ? _children.GetValueOrDefault(new ScalarKey(scalar)) : null;

    /// <summary>Sets the type at a path: of rules with errors, about which nothing more should be said.</summary>
    public void Put(ReadOnlySpan<Term> path, RegoType type)
    {
        var node = this;
        _extent = null;
        foreach (var step in path)
        {
            node = node.GetOrAdd((ScalarTerm)step);
            node._extent = null;
        }

        node.Type = type;
    }

    /// <summary>Adds a rule's type to those at its path; objects above get what lies in them.</summary>
    public void Insert(ReadOnlySpan<Term> path, RegoType type)
    {
        var node = this;
        _extent = null;
        for (var i = 0; i < path.Length; i++)
        {
            node = node.GetOrAdd((ScalarTerm)path[i]);
            node._extent = null;
            if (node.Type is ObjectType above && i + 1 < path.Length)
            {
                node.Type = With(above, path[(i + 1)..], type);
            }
        }

        node.Type = Merge(node.Type, type);
        if (type is ObjectType && node._children.Count > 0)
        {
            foreach (var (steps, leaf) in node.Leaves([]))
            {
                if (node.Type is ObjectType @object)
                {
                    node.Type = With(@object, steps, leaf);
                }
            }
        }
    }

    /// <summary>The type of the document here, rules below included.</summary>
    public RegoType Extent() => Type ?? (_extent ??= Below());

    private RegoType Below()
    {
        var properties = _children.Values
            .Where(c => c.Key is not NullTerm)
            .Select(c => new PropertyType(TypeOperations.ValueOf(c.Key!), c.Extent()))
            .OrderBy(p => p.Key)
            .ToList();

        // Base documents may lie beside the rules.
        return TypeOperations.Bounded(new ObjectType(properties, RegoType.String, RegoType.Any));
    }

    private TypeTree GetOrAdd(ScalarTerm step)
    {
        var scalarKey = new ScalarKey(step);
        if (!_children.TryGetValue(scalarKey, out var child))
        {
            _children[scalarKey] = child = new TypeTree(step);
        }

        return child;
    }

    private List<(Term[] Steps, RegoType Type)> Leaves(Term[] path)
    {
        var leaves = new List<(Term[], RegoType)>();
        foreach (var child in _children.Values)
        {
            Term[] steps = [.. path, child.Key!];
            if (child.Type is not null)
            {
                leaves.Add((steps, child.Type));
            }
            else
            {
                leaves.AddRange(child.Leaves(steps));
            }
        }

        return leaves;
    }

    // Sets join their elements, maps their keys and values; everything else becomes a union.
    private static RegoType? Merge(RegoType? a, RegoType? b) => (a, b) switch
    {
        (null, _) => b,
        (_, null) => a,
        (SetType x, SetType y) => TypeOperations.Bounded(new SetType(TypeOperations.Or(x.Of, y.Of)!)),
        (ObjectType { Static.Count: 0 } x, ObjectType { Static.Count: 0 } y) => TypeOperations.Bounded(
            new ObjectType([], TypeOperations.Or(x.DynamicKey, y.DynamicKey), Merge(x.DynamicValue, y.DynamicValue))),
        _ => TypeOperations.Or(a, b),
    };

    private static ObjectType With(ObjectType @object, ReadOnlySpan<Term> path, RegoType type)
    {
        var key = path[0] is ScalarTerm scalar ? TypeOperations.TypeOf(scalar) : RegoType.Any;
        var value = path.Length == 1 ? type : With(new ObjectType([], null, null), path[1..], type);
        return TypeOperations.Bounded(new ObjectType(
            @object.Static, TypeOperations.Or(@object.DynamicKey, key), TypeOperations.Or(@object.DynamicValue, value))) as ObjectType
            ?? @object;
    }
}
