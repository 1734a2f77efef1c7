using System.Buffers;
using System.Globalization;

namespace Bouncer.ImagePolicy.References;

/// <summary>The character classes of the reference grammar, and how a character is shown in a message.</summary>
internal static class ReferenceCharacters
{
    public static readonly SearchValues<char> LowerAlphanumeric = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    public static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    public static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    public static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    public static readonly SearchValues<char> HostLabel =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    public static readonly SearchValues<char> Tag =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    public static readonly SearchValues<char> Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>What makes the text before the first slash a registry and not a path component.</summary>
    public static readonly SearchValues<char> MakesRegistry = SearchValues.Create(".:ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>A character as a person can read it: itself if it is printable ASCII, else its code point, since a
    /// Cyrillic 'о' beside a Latin 'o' is just what must be seen.</summary>
    public static string Show(char c)
        => c is > ' ' and <= '~' ? $"'{c}'" : c == ' ' ? "a space" : "U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture);
}
