using System.Security.Cryptography;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>A block of PEM text.</summary>
/// <param name="Label">What it says it is.</param>
/// <param name="Bytes">What is in it.</param>
/// <param name="Rest">The text behind its last line.</param>
internal sealed record PemBlock(string Label, byte[] Bytes, string Rest)
{
    /// <summary>The first block of a text; null if there is none.</summary>
    public static PemBlock? First(string text)
    {
        if (!PemEncoding.TryFind(text, out var fields))
        {
            return null;
        }

        var rest = text.AsSpan(fields.Location.End.Value);
        var lineEnd = rest.IndexOf('\n');
        return new(text[fields.Label], Convert.FromBase64String(text[fields.Base64Data]), lineEnd < 0 ? "" : rest[(lineEnd + 1)..].ToString());
    }

    /// <summary>All blocks of a text.</summary>
    public static IEnumerable<PemBlock> All(string text)
    {
        for (var block = First(text); block is not null; block = First(block.Rest))
        {
            yield return block;
        }
    }
}
