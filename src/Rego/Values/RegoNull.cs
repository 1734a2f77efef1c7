namespace Bouncer.Rego.Values;

/// <summary>The null value. Not undefined: that is a null reference.</summary>
public sealed class RegoNull : RegoValue
{
    private RegoNull()
    {
    }

    /// <summary>The one null.</summary>
    public static RegoNull Instance { get; } = new();

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Null;

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other) => other is RegoNull;

    /// <inheritdoc/>
    public override int GetHashCode() => 0x6E75;

    private protected override int CompareToSameKind(RegoValue other) => 0;
}
