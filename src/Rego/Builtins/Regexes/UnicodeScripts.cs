using System.Collections.Frozen;
using System.Globalization;

namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>The scripts of Unicode 15, which is Go's; .NET has no table of them.</summary>
internal static partial class UnicodeScripts
{
    private static readonly Lazy<FrozenDictionary<string, (int First, int Last)[]>> ByName = new(Read);

    /// <summary>The code points of a script, ascending; null if there is no such script.</summary>
    /// <param name="name">The name as <see cref="UnicodeNames.Canonical"/> writes it.</param>
    public static (int First, int Last)[]? Find(string name) => ByName.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, (int First, int Last)[]> Read()
    {
        var scripts = new Dictionary<string, List<(int First, int Last)>>(StringComparer.Ordinal);
        List<(int First, int Last)> script = [];
        foreach (var word in Table.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.EndsWith(':'))
            {
                script = scripts[UnicodeNames.Canonical(word[..^1])] = [];
                continue;
            }

            var dash = word.IndexOf('-');
            script.Add((CodePoint(dash < 0 ? word : word[..dash]), CodePoint(word[(dash + 1)..])));
        }

        return scripts.ToFrozenDictionary(s => s.Key, s => s.Value.ToArray(), StringComparer.Ordinal);
    }

    private static int CodePoint(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
