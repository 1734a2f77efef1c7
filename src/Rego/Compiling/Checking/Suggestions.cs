using Bouncer.Rego.Builtins;
using Bouncer.Rego.Text;

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

    // Texts that cannot be within the limit are not compared.
    private static int EditsBetween(string a, string b)
        => Math.Abs(a.Length - b.Length) > MaxEdits ? MaxEdits + 1 : EditDistance.Between(a, b);
}
