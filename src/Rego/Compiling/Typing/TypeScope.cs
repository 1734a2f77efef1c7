using Bouncer.Rego.Builtins;
using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>The types of rules, and of the variables of a body within those of the bodies around it.</summary>
internal sealed class TypeScope
{
    private readonly TypeScope? _outer;
    private readonly Dictionary<string, RegoType> _variables = new(StringComparer.Ordinal);

    // A comprehension is looked at once: looking again would do so for all those in it, twice as many at each depth.
    private readonly Dictionary<ComprehensionTerm, RegoType?> _comprehensions;

    public TypeScope(TypeTree rules)
    {
        Rules = rules;
        _comprehensions = new(ReferenceEqualityComparer.Instance);
    }

    private TypeScope(TypeScope outer)
    {
        _outer = outer;
        Rules = outer.Rules;
        _comprehensions = outer._comprehensions;
    }

    public TypeTree Rules { get; }

    public RegoType? Variable(string name)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._variables.TryGetValue(name, out var type))
            {
                return type;
            }
        }

        return null;
    }

    public void Set(string name, RegoType type) => _variables[name] = type;

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
                return _comprehensions.TryGetValue(comprehension, out var known) ? known : Check(comprehension, []);
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

    /// <summary>Checks the body of a comprehension, and learns the comprehension's type from it.</summary>
    public RegoType? Check(ComprehensionTerm comprehension, List<Diagnostic> errors)
    {
        var inner = new TypeScope(this);
        var type = new BodyTypeChecker(inner, errors).Check(comprehension.Body.Expressions) > 0 ? null : OfResult(inner, comprehension);
        _comprehensions[comprehension] = type;
        return type;
    }

    private static RegoType? OfResult(TypeScope inner, ComprehensionTerm comprehension)
    {
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
