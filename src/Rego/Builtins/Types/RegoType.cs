namespace Bouncer.Rego.Builtins.Types;

/// <summary>
/// A type as OPA's checker has it: a description of values, printed as OPA prints it (<c>array[string]</c>,
/// <c>any&lt;number, set[any]&gt;</c>). Immutable; equal by structure.
/// </summary>
internal abstract record RegoType
{
    private protected RegoType()
    {
    }

    /// <summary>Every value.</summary>
    public static RegoType Any { get; } = new UnionType([]);

    /// <summary>The null value.</summary>
    public static RegoType Null { get; } = new ScalarType("null");

    /// <summary>true and false.</summary>
    public static RegoType Boolean { get; } = new ScalarType("boolean");

    /// <summary>All numbers.</summary>
    public static RegoType Number { get; } = new ScalarType("number");

    /// <summary>All text.</summary>
    public static RegoType String { get; } = new ScalarType("string");

    /// <summary>The type written as OPA prints it.</summary>
    public static RegoType Parse(string text) => TypeReader.Read(text);
}

/// <summary>null, boolean, number or string.</summary>
internal sealed record ScalarType : RegoType
{
    internal ScalarType(string name) => Name = name;

    /// <summary>The name of the type.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Values of any of some types; of every type if none is named.</summary>
internal sealed record UnionType(IReadOnlyList<RegoType> Of) : RegoType
{
    /// <inheritdoc/>
    public override string ToString() => Of.Count == 0 ? "any" : $"any<{string.Join(", ", Of)}>";

    /// <inheritdoc/>
    public bool Equals(UnionType? other) => other is not null && Of.SequenceEqual(other.Of);

    /// <inheritdoc/>
    public override int GetHashCode() => Of.Aggregate(7, HashCode.Combine);
}

/// <summary>Arrays that begin with items of some types and go on with items of another; without that they end there.</summary>
internal sealed record ArrayType(IReadOnlyList<RegoType> Static, RegoType? Dynamic) : RegoType
{
    /// <inheritdoc/>
    public override string ToString()
        => "array" + (Static.Count == 0 ? "" : $"<{string.Join(", ", Static)}>") + (Dynamic is null ? "" : $"[{Dynamic}]");

    /// <inheritdoc/>
    public bool Equals(ArrayType? other) => other is not null && Static.SequenceEqual(other.Static) && Equals(Dynamic, other.Dynamic);

    /// <inheritdoc/>
    public override int GetHashCode() => Static.Aggregate(HashCode.Combine(11, Dynamic), HashCode.Combine);
}

/// <summary>Sets of one type of elements.</summary>
internal sealed record SetType(RegoType Of) : RegoType
{
    /// <inheritdoc/>
    public override string ToString() => $"set[{Of}]";
}

/// <summary>A member that objects of a type have.</summary>
internal sealed record PropertyType(Values.RegoValue Key, RegoType Value);

/// <summary>Objects that have some members, and others of a type of keys and one of values; without that no others.</summary>
internal sealed record ObjectType(IReadOnlyList<PropertyType> Static, RegoType? DynamicKey, RegoType? DynamicValue) : RegoType
{
    /// <inheritdoc/>
    public override string ToString()
        => "object"
            + (Static.Count == 0 ? "" : $"<{string.Join(", ", Static.Select(p => $"{(p.Key is Values.RegoString name ? name.Value : p.Key.ToString())}: {p.Value}"))}>")
            + (DynamicKey is null ? "" : $"[{DynamicKey}: {DynamicValue}]");

    /// <inheritdoc/>
    public bool Equals(ObjectType? other)
        => other is not null && Static.SequenceEqual(other.Static) && Equals(DynamicKey, other.DynamicKey) && Equals(DynamicValue, other.DynamicValue);

    /// <inheritdoc/>
    public override int GetHashCode() => Static.Aggregate(HashCode.Combine(13, DynamicKey, DynamicValue), HashCode.Combine);
}
