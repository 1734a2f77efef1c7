namespace Bouncer.Rego.Values;

/// <summary>
/// A value of Rego: immutable, and safe to share between threads. Undefined is no value: it is a null reference of type
/// <c>RegoValue?</c>. Order, equality and hash codes are OPA's: 1 equals 1.0, text is ordered by its UTF-8 bytes.
/// </summary>
public abstract class RegoValue : IEquatable<RegoValue>, IComparable<RegoValue>
{
    private protected RegoValue()
    {
    }

    /// <summary>
    /// How deeply values may nest. Comparing, hashing and printing recurse, and threads may have a stack of 1 MiB only:
    /// what would nest deeper cannot be made (<see cref="ValueTooDeepException"/>).
    /// </summary>
    public const int MaxDepth = 1024;

    /// <summary>What kind of value this is.</summary>
    public abstract RegoKind Kind { get; }

    /// <summary>How deeply the value nests at most: 0 for scalars, 1 for an array of scalars or an empty one.</summary>
    internal virtual int Depth => 0;

    /// <summary>What OPA calls this kind of value in messages and in <c>type_name</c>.</summary>
    public string TypeName => Kind switch
    {
        RegoKind.Null => "null",
        RegoKind.Boolean => "boolean",
        RegoKind.Number => "number",
        RegoKind.String => "string",
        RegoKind.Array => "array",
        RegoKind.Object => "object",
        _ => "set",
    };

    /// <summary>
    /// One step of a reference: the element of an array by its index, the value of an object by its key, the element of a set
    /// by itself. Null, undefined, where there is none, and on values that have no elements.
    /// </summary>
    public virtual RegoValue? Lookup(RegoValue key) => null;

    /// <inheritdoc/>
    public abstract bool Equals(RegoValue? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is RegoValue other && Equals(other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>OPA's total order: first by kind, then by value.</summary>
    public int CompareTo(RegoValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return 0;
        }

        if (other is null)
        {
            return 1;
        }

        var mine = Kind;
        var others = other.Kind;
        return mine == others ? CompareToSameKind(other) : mine < others ? -1 : 1;
    }

    private protected abstract int CompareToSameKind(RegoValue other);

    /// <summary>The value as Rego text, the way OPA prints terms: <c>{"a": [1, "x"]}</c>, <c>{1, 2}</c>, <c>set()</c>.</summary>
    public sealed override string ToString() => ValuePrinter.Print(this);

    /// <inheritdoc/>
    public static bool operator ==(RegoValue? left, RegoValue? right) => left is null ? right is null : left.Equals(right);

    /// <inheritdoc/>
    public static bool operator !=(RegoValue? left, RegoValue? right) => !(left == right);

    /// <inheritdoc/>
    public static bool operator <(RegoValue left, RegoValue right) => left.CompareTo(right) < 0;

    /// <inheritdoc/>
    public static bool operator <=(RegoValue left, RegoValue right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public static bool operator >(RegoValue left, RegoValue right) => left.CompareTo(right) > 0;

    /// <inheritdoc/>
    public static bool operator >=(RegoValue left, RegoValue right) => left.CompareTo(right) >= 0;
}
