namespace Bouncer.Rego.Values;

/// <summary>true or false; false is less.</summary>
public sealed class RegoBoolean : RegoValue
{
    private RegoBoolean(bool value) => Value = value;

    /// <summary>The value true.</summary>
    public static RegoBoolean True { get; } = new(true);

    /// <summary>The value false.</summary>
    public static RegoBoolean False { get; } = new(false);

    /// <summary>The value of a truth.</summary>
    public static RegoBoolean Of(bool value) => value ? True : False;

    /// <summary>The truth.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Boolean;

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value ? 0x7472 : 0x6661;

    private protected override int CompareToSameKind(RegoValue other) => Value.CompareTo(((RegoBoolean)other).Value);
}
