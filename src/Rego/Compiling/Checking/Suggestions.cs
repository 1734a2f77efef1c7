using Bouncer.Rego.Builtins;

namespace Bouncer.Rego.Compiling.Checking;

/// <summary>What somebody may have meant who wrote the name of a function that does not exist.</summary>
internal static class Suggestions
{
    // Longer names are nobody's slip.
    private const int MaxLength = 64;
    private const int MaxEdits = 2;

    /// <summary>The most similar name of a builtin or of a function that rules define; null if none is similar.</summary>
    public static string? For(string name, Compilation compilation)
    {
        if (name.Length > MaxLength)
        {
            return null;
        }

        var known = BuiltinTable.ByName.Keys.Where(n => !n.StartsWith("internal.", StringComparison.Ordinal))
            .Concat(compilation.Modules.SelectMany(m => m.Rules).Where(r => r.Args.Length > 0).Select(r => r.DisplayPath));
        return known.Select(n => (Name: n, Edits: EditsBetween(name, n)))
            .Where(c => c.Edits <= MaxEdits && c.Edits * 3 <= name.Length)
            .OrderBy(c => c.Edits).ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    // How many letters must be changed, left out or put in; more than the limit counts as just that.
    private static int EditsBetween(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MaxEdits)
        {
            return MaxEdits + 1;
        }

        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
