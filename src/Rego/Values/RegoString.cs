using System.Text;
using Bouncer.Rego.Json;

namespace Bouncer.Rego.Values;

/// <summary>
/// Text. Go's strings are bytes, and some builtins make ones that are no UTF-8 (base64.decode of an image, say): a byte that is
/// part of no character is held as a lone low surrogate, U+DC00 + byte, see <see cref="GoText"/>.
/// </summary>
public sealed class RegoString : RegoValue
{
    private int hash;
    private int mark; // 0 until somebody asks for it

    /// <summary>The value of a text.</summary>
    public RegoString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value;
    }

    /// <summary>The empty text.</summary>
    public static RegoString Empty { get; } = new("");

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>The mark by which members of that name are found.</summary>
    internal int Mark => mark == 0 ? mark = NameMark.Of(Value) : mark;

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.String;

    /// <summary>The value of a text.</summary>
    public static RegoString Of(string value) => value.Length == 0 ? Empty : new(value);

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other)
        => ReferenceEquals(this, other) || (other is RegoString text && EqualText(text));

    /// <summary>Whether two texts are the same; cheap where the hash codes are known already.</summary>
    internal bool EqualText(RegoString other)
        => Value.Length == other.Value.Length
            && (hash == 0 || other.hash == 0 || hash == other.hash)
            && string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var code = hash;
        if (code == 0)
        {
            code = string.GetHashCode(Value, StringComparison.Ordinal);
            hash = code = code == 0 ? 1 : code;
        }

        return code;
    }

    private protected override int CompareToSameKind(RegoValue other) => GoText.Compare(Value, ((RegoString)other).Value);
}
