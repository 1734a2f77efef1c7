using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>The general categories of characters, and the classes of several of them that have names, in .NET's version of Unicode.</summary>
internal static class UnicodeCategories
{
    // In the order of the enumeration UnicodeCategory.
    private static readonly string[] Codes =
    [
        "lu", "ll", "lt", "lm", "lo", "mn", "mc", "me", "nd", "nl", "no", "zs", "zl", "zp", "cc",
        "cf", "cs", "co", "pc", "pd", "ps", "pe", "pi", "pf", "po", "sm", "sc", "sk", "so", "cn",
    ];

    // PropertyValueAliases.txt of the Unicode Character Database, gc.
    private static readonly FrozenDictionary<string, string> LongNames = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["other"] = "c", ["control"] = "cc", ["cntrl"] = "cc", ["format"] = "cf", ["unassigned"] = "cn", ["privateuse"] = "co", ["surrogate"] = "cs",
        ["letter"] = "l", ["casedletter"] = "lc", ["lowercaseletter"] = "ll", ["modifierletter"] = "lm", ["otherletter"] = "lo", ["titlecaseletter"] = "lt", ["uppercaseletter"] = "lu",
        ["mark"] = "m", ["combiningmark"] = "m", ["spacingmark"] = "mc", ["enclosingmark"] = "me", ["nonspacingmark"] = "mn",
        ["number"] = "n", ["decimalnumber"] = "nd", ["digit"] = "nd", ["letternumber"] = "nl", ["othernumber"] = "no",
        ["punctuation"] = "p", ["punct"] = "p", ["connectorpunctuation"] = "pc", ["dashpunctuation"] = "pd", ["closepunctuation"] = "pe", ["finalpunctuation"] = "pf",
        ["initialpunctuation"] = "pi", ["otherpunctuation"] = "po", ["openpunctuation"] = "ps",
        ["symbol"] = "s", ["currencysymbol"] = "sc", ["modifiersymbol"] = "sk", ["mathsymbol"] = "sm", ["othersymbol"] = "so",
        ["separator"] = "z", ["lineseparator"] = "zl", ["paragraphseparator"] = "zp", ["spaceseparator"] = "zs",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, (int First, int Last)[]> Known = new(StringComparer.Ordinal);

    /// <summary>The code points of a category or class, ascending; null if there is none of that name.</summary>
    /// <param name="name">The name as <see cref="UnicodeNames.Canonical"/> writes it.</param>
    public static (int First, int Last)[]? Find(string name)
    {
        var code = LongNames.GetValueOrDefault(name, name);
        var isMember = Codes.Select(c => code switch
        {
            "assigned" => c != "cn",
            "lc" => c is "lu" or "ll" or "lt",
            _ => code.Length is 1 or 2 && c.StartsWith(code, StringComparison.Ordinal),
        }).ToArray();
        return isMember.Contains(true) ? Known.GetOrAdd(code, _ => Collect(isMember)) : null;
    }

    private static (int First, int Last)[] Collect(bool[] isMember)
    {
        var ranges = new List<(int First, int Last)>();
        for (var character = 0; character <= 0x10FFFF; character++)
        {
            if (!isMember[(int)CharUnicodeInfo.GetUnicodeCategory(character)])
            {
                continue;
            }

            if (ranges is [.., var (first, last)] && last == character - 1)
            {
                ranges[^1] = (first, character);
            }
            else
            {
                ranges.Add((character, character));
            }
        }

        return [.. ranges];
    }
}
