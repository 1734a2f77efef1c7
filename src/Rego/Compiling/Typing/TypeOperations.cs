using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>What can be done with types. Null is the type that is not known.</summary>
internal static class TypeOperations
{
    // Types grow with the terms they describe, and a policy can make such a term as large as it likes (x := [w, w]; y := [x, x]; …).
    private const int MaxSize = 400;

    /// <summary>Values of either type.</summary>
    public static RegoType? Or(RegoType? a, RegoType? b)
    {
        if (a is null || b is null)
        {
            return a ?? b;
        }

        if (a is FunctionType f && b is FunctionType g)
        {
            return Or(f, g);
        }

        if (a is FunctionType || b is FunctionType)
        {
            return null;
        }

        if (IsAny(a) || IsAny(b))
        {
            return RegoType.Any;
        }

        if (a.Equals(b))
        {
            return a;
        }

        var parts = new List<RegoType>(a is UnionType u ? u.Of : [a]);
        foreach (var part in b is UnionType v ? v.Of : [b])
        {
            if (!parts.Contains(part))
            {
                parts.Add(part);
            }
        }

        parts.Sort(TypeOrder.Instance);
        return parts.Count == 1 ? parts[0] : Bounded(new UnionType(parts));
    }

    /// <summary>The type, or a more general one if it has become too large to work with.</summary>
    public static RegoType Bounded(RegoType type) => SizeOf(type, MaxSize) > MaxSize
        ? type switch
        {
            ArrayType => new ArrayType([], RegoType.Any),
            ObjectType => new ObjectType([], RegoType.Any, RegoType.Any),
            SetType => new SetType(RegoType.Any),
            _ => RegoType.Any,
        }
        : type;

    public static bool IsAny(RegoType? type) => type is UnionType { Of.Count: 0 };

    /// <summary>Whether all values of a type are values of another.</summary>
    public static bool Contains(RegoType whole, RegoType part)
        => whole is UnionType union ? union.Of.Count == 0 || union.Of.Contains(part) : whole.Equals(part);

    /// <summary>The type of what a reference finds at a constant; null if there is nothing.</summary>
    public static RegoType? Select(RegoType? type, ScalarTerm key)
    {
        switch (type)
        {
            case ArrayType array:
                return key is NumberTerm number && int.TryParse(number.Text, out var index)
                    ? index >= 0 && index < array.Static.Count ? array.Static[index] : array.Dynamic
                    : null;
            case ObjectType @object:
                var name = ValueOf(key);
                foreach (var property in @object.Static)
                {
                    if (property.Key.Equals(name))
                    {
                        return property.Value;
                    }
                }

                return @object.DynamicKey is not null && Contains(@object.DynamicKey, TypeOf(key)) ? @object.DynamicValue : null;
            case SetType set:
                return Contains(set.Of, TypeOf(key)) ? TypeOf(key) : null;
            case UnionType { Of.Count: 0 }:
                return type;
            case UnionType union:
                return union.Of.Aggregate((RegoType?)null, (found, part) => Or(Select(part, key), found));
            default:
                return null;
        }
    }

    /// <summary>The type of the keys a reference can walk; null if it cannot.</summary>
    public static RegoType? Keys(RegoType? type) => type switch
    {
        ArrayType => RegoType.Number,
        ObjectType o => o.Static.Aggregate(o.DynamicKey, (found, p) => Or(found, TypeOf(p.Key))),
        SetType s => s.Of,
        UnionType { Of.Count: 0 } => type,
        UnionType u => u.Of.Aggregate((RegoType?)null, (found, part) => Or(Keys(part), found)),
        _ => null,
    };

    /// <summary>The type of the values a reference can walk; null if it cannot.</summary>
    public static RegoType? Values(RegoType? type) => type switch
    {
        // Last comes what may be any value: functions among the others, which have no type together with values, are forgotten then.
        ArrayType a => Or(a.Static.Aggregate((RegoType?)null, Or), a.Dynamic),
        ObjectType o => Or(o.Static.Aggregate((RegoType?)null, (found, p) => Or(found, p.Value)), o.DynamicValue),
        SetType s => s.Of,
        UnionType { Of.Count: 0 } => type,
        UnionType u => u.Of.Aggregate((RegoType?)null, (found, part) => Or(Values(part), found)),
        _ => null,
    };

    /// <summary>Whether a value can have both types.</summary>
    public static bool Unifies(RegoType? a, RegoType? b)
    {
        if (a is null || b is null)
        {
            return false;
        }

        // No two parts are compared twice: parts of parts would be four times, and so on.
        return (a, b) switch
        {
            (UnionType u, _) => UnifiesAny(u, b),
            (_, UnionType v) => UnifiesAny(v, a),
            (ScalarType x, ScalarType y) => x.Name == y.Name,
            (ArrayType x, ArrayType y) => UnifiesStatic(x, y)
                && (x.Dynamic is null || y.Dynamic is null || Unifies(x.Dynamic, y.Dynamic)),
            (ObjectType x, ObjectType y) => UnifiesStatic(x, y)
                && (x.DynamicValue is null || y.DynamicValue is null || Unifies(x.DynamicValue, y.DynamicValue)),
            (SetType x, SetType y) => Unifies(x.Of, y.Of),
            (FunctionType f, FunctionType g) => f.Signature.Arguments.Count == g.Signature.Arguments.Count
                && f.Signature.Arguments.Zip(g.Signature.Arguments).All(p => Unifies(p.First, p.Second)),
            _ => false,
        };
    }

    public static RegoType TypeOf(ScalarTerm term) => term switch
    {
        NullTerm => RegoType.Null,
        BooleanTerm => RegoType.Boolean,
        NumberTerm => RegoType.Number,
        _ => RegoType.String,
    };

    public static RegoValue ValueOf(ScalarTerm term) => term switch
    {
        NullTerm => RegoNull.Instance,
        BooleanTerm b => RegoBoolean.Of(b.Value),
        NumberTerm n => RegoNumber.Parse(n.Text),
        StringTerm s => new RegoString(s.Value),
        _ => throw new ArgumentException("No such scalar.", nameof(term)),
    };

    private static RegoType TypeOf(RegoValue key) => key switch
    {
        RegoNull => RegoType.Null,
        RegoBoolean => RegoType.Boolean,
        RegoNumber => RegoType.Number,
        RegoString => RegoType.String,
        _ => RegoType.Any,
    };

    // Functions of several rules take what any of them takes.
    private static FunctionType? Or(FunctionType f, FunctionType g)
    {
        if (f.Signature.Arguments.Count != g.Signature.Arguments.Count)
        {
            return null;
        }

        var arguments = f.Signature.Arguments.Zip(g.Signature.Arguments, (x, y) => Or(x, y)!);
        return new FunctionType(new Signature([.. arguments], null, Or(f.Signature.Result, g.Signature.Result)));
    }

    private static bool UnifiesAny(UnionType union, RegoType other)
        => other is not FunctionType && (union.Of.Count == 0 || union.Of.Any(part => Unifies(part, other)));

    private static bool UnifiesStatic(ArrayType a, ArrayType b)
    {
        for (var i = 0; i < a.Static.Count || i < b.Static.Count; i++)
        {
            if (!Unifies(i < a.Static.Count ? a.Static[i] : a.Dynamic, i < b.Static.Count ? b.Static[i] : b.Dynamic))
            {
                return false;
            }
        }

        return true;
    }

    private static bool UnifiesStatic(ObjectType a, ObjectType b)
    {
        foreach (var property in a.Static)
        {
            if (!Unifies(property.Value, StaticValue(b, property.Key) ?? DynamicValue(b, property.Key)))
            {
                return false;
            }
        }

        return b.Static.All(p => StaticValue(a, p.Key) is not null || Unifies(p.Value, DynamicValue(a, p.Key)));
    }

    private static RegoType? StaticValue(ObjectType type, RegoValue key) => type.Static.FirstOrDefault(p => p.Key.Equals(key))?.Value;

    private static RegoType? DynamicValue(ObjectType type, RegoValue key)
        => type.DynamicKey is not null && Contains(type.DynamicKey, TypeOf(key)) ? type.DynamicValue : null;

    // Counts no further than it must.
    private static int SizeOf(RegoType? type, int most)
    {
        if (type is null || most < 0)
        {
            return 0;
        }

        var size = 1;
        foreach (var part in Parts(type))
        {
            size += SizeOf(part, most - size);
            if (size > most)
            {
                return size;
            }
        }

        return size;
    }

    private static IEnumerable<RegoType?> Parts(RegoType type) => type switch
    {
        UnionType u => u.Of,
        ArrayType a => a.Static.Append(a.Dynamic!),
        SetType s => [s.Of],
        ObjectType o => o.Static.Select(p => p.Value).Append(o.DynamicKey!).Append(o.DynamicValue!),
        _ => [],
    };
}
