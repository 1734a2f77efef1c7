using System.Buffers;

namespace Bouncer.ImagePolicy.References;

/// <summary>
/// Digests as github.com/opencontainers/go-digest validates them: a registered algorithm and its exact number of
/// lower-case hexadecimal digits (OCI image specification, descriptor.md, "Registered algorithms").
/// </summary>
internal static class DigestGrammar
{
    /// <summary>The error of a digest that starts at <paramref name="offset"/> of its reference; null if it is well formed.</summary>
    public static ImageReferenceError? Check(ReadOnlySpan<char> digest, int offset)
    {
        var colon = digest.IndexOf(':');
        if (colon < 0)
        {
            return ReferenceErrors.DigestWithoutAlgorithm(offset);
        }

        var expected = digest[..colon] switch
        {
            "sha256" => 64,
            "sha384" => 96,
            "sha512" => 128,
            _ => 0,
        };
        if (expected == 0)
        {
            return ReferenceErrors.DigestAlgorithm(offset);
        }

        var hex = digest[(colon + 1)..];
        var wrong = hex.IndexOfAnyExcept(ReferenceCharacters.LowerHex);
        if (wrong >= 0)
        {
            return ReferenceErrors.DigestCharacter(hex[wrong], offset + colon + 1 + wrong);
        }

        return hex.Length == expected ? null : ReferenceErrors.DigestLength(digest[..colon], expected, hex.Length, offset);
    }
}
