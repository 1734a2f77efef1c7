using Bouncer.Rego.Builtins;
using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>The types of rules, and of the variables of a body within those of the bodies around it.</summary>
internal sealed class TypeScope(TypeTree rules, TypeScope? outer)
{
    private readonly Dictionary<string, RegoType> _variables = new(StringComparer.Ordinal);

    public TypeTree Rules { get; } = rules;

    public TypeScope Inner() => new(Rules, this);

    public RegoType? Variable(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._variables.TryGetValue(name, out var type))
            {
                return type;
            }
        }

        return null;
    }

    public void Set(string name, RegoType type) => _variables[name] = type;

    private TypeScope? Outer { get; } = outer;

    /// <summary>The type of a term; null if it is not known, as of composites with a part that is not.</summary>
    public RegoType? Of(Term term)
    {
        switch (term)
        {
            case ScalarTerm scalar:
                return TypeOperations.TypeOf(scalar);
            case VarTerm { Name: "input" or "data" }:
                return RegoType.Any;
            case VarTerm v:
                return Variable(v.Name);
            case RefTerm reference:
                return OfReference(reference);
            case ArrayTerm { Elements.IsEmpty: true }:
                return new ArrayType([], RegoType.Any);
            case ArrayTerm array:
                var elements = array.Elements.Select(Of).ToList();
                return elements.Contains(null) ? null : TypeOperations.Bounded(new ArrayType(elements!, null));
            case SetTerm set:
                // Elements of which nothing is known say nothing about the set.
                return new SetType(set.Elements.Select(Of).Aggregate((RegoType?)null, TypeOperations.Or) ?? RegoType.Any);
            case ObjectTerm @object:
                return OfObject(@object);
            case ComprehensionTerm comprehension:
                return OfComprehension(comprehension);
            default:
                return null;
        }
    }

    private RegoType? OfObject(ObjectTerm @object)
    {
        if (@object.Pairs.IsEmpty)
        {
            return new ObjectType([], RegoType.Any, RegoType.Any);
        }

        var properties = new List<PropertyType>();
        RegoType? dynamicKey = null;
        RegoType? dynamicValue = null;
        foreach (var (key, value) in @object.Pairs)
        {
            if (Of(value) is not { } valueType || Of(key) is not { } keyType)
            {
                return null;
            }

            if (key is ScalarTerm scalar)
            {
                properties.Add(new PropertyType(TypeOperations.ValueOf(scalar), valueType));
            }
            else
            {
                (dynamicKey, dynamicValue) = (keyType, valueType);
            }
        }

        properties.Sort((a, b) => a.Key.CompareTo(b.Key));
        return TypeOperations.Bounded(new ObjectType(properties, dynamicKey, dynamicValue));
    }

    private RegoType? OfComprehension(ComprehensionTerm comprehension)
    {
        var inner = Inner();
        if (new BodyTypeChecker(inner, []).Check(comprehension.Body.Expressions) > 0)
        {
            return null;
        }

        if (inner.Of(comprehension.Value) is not { } value)
        {
            return comprehension.Kind == ComprehensionKind.Array ? new ArrayType([], null) : null;
        }

        switch (comprehension.Kind)
        {
            case ComprehensionKind.Array:
                return TypeOperations.Bounded(new ArrayType([], value));
            case ComprehensionKind.Set:
                return TypeOperations.Bounded(new SetType(value));
            default:
                return inner.Of(comprehension.Key!) is { } key ? TypeOperations.Bounded(new ObjectType([], key, value)) : null;
        }
    }

    private RegoType? OfReference(RefTerm reference)
    {
        if (Compilation.BuiltinOf(reference) is { } builtin)
        {
            return new FunctionType(builtin.Signature);
        }

        var path = reference.Path.AsSpan();
        return reference.Head switch
        {
            VarTerm { Name: "input" } => RegoType.Any,
            VarTerm { Name: "data" } => OfRule(path[1..]),
            VarTerm v => Select(Variable(v.Name), path[1..]),
            _ => null,
        };
    }

    private RegoType? OfRule(ReadOnlySpan<Term> path)
    {
        var node = Rules;
        while (!path.IsEmpty)
        {
            var child = node.Child(path[0]);
            if (child is null)
            {
                return node.Type is not null ? Select(node.Type, path)
                    : path[0] is ScalarTerm ? RegoType.Any
                    : Select(node.Extent(), path);
            }

            node = child;
            path = path[1..];
        }

        return node.Extent();
    }

    private static RegoType? Select(RegoType? type, ReadOnlySpan<Term> path)
    {
        foreach (var step in path)
        {
            if (type is null)
            {
                return null;
            }

            type = step is ScalarTerm scalar ? TypeOperations.Select(type, scalar) : TypeOperations.Values(type);
        }

        return type;
    }
}
