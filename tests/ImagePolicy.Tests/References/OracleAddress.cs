using System.Globalization;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>IPv6 addresses by RFC 4291, section 2.2, written as RFC 5952 recommends, without the dotted form.</summary>
internal static class OracleAddress
{
    private const int Groups = 8;

    /// <summary>The address in normal form; null if the text is no address.</summary>
    public static string? Normal(string text)
    {
        var halves = text.Split("::");
        if (halves.Length > 2 || !TryReadGroups(halves[0], out var head))
        {
            return null;
        }

        List<int> tail = [];
        if (halves.Length == 2 && !TryReadGroups(halves[1], out tail))
        {
            return null;
        }

        var missing = Groups - head.Count - tail.Count;
        return (halves.Length == 1 && missing == 0) || (halves.Length == 2 && missing > 0)
            ? Write([.. head, .. Enumerable.Repeat(0, missing), .. tail])
            : null;
    }

    private static bool TryReadGroups(string text, out List<int> groups)
    {
        var parts = text.Length == 0 ? [] : text.Split(':');
        groups = [.. parts.Where(IsGroup).Select(p => int.Parse(p, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
        return groups.Count == parts.Length;
    }

    private static bool IsGroup(string part) => part.Length is >= 1 and <= 4 && part.All(char.IsAsciiHexDigit);

    /// <summary>The first of the longest runs of two or more zeros becomes "::".</summary>
    private static string Write(int[] groups)
    {
        for (var length = Groups; length >= 2; length--)
        {
            for (var start = 0; start + length <= Groups; start++)
            {
                if (groups[start..(start + length)].All(g => g == 0))
                {
                    return $"{Join(groups[..start])}::{Join(groups[(start + length)..])}";
                }
            }
        }

        return Join(groups);
    }

    private static string Join(int[] groups)
        => string.Join(':', groups.Select(g => g.ToString("x", CultureInfo.InvariantCulture)));
}
