using Bouncer.Rego.Text;

namespace Bouncer.Constraints.Reading;

/// <summary>What somebody may have meant who wrote a name that is not known.</summary>
internal static class Spelling
{
    private const int MaxLength = 64;
    private const int MaxEdits = 2;

    /// <summary>The known name that is most like a name; null if none is like it.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length > MaxLength)
        {
            return null;
        }

        return known.Select(k => (Name: k, Edits: EditsBetween(name, k)))
            .Where(c => c.Edits <= MaxEdits && c.Edits * 2 <= name.Length)
            .OrderBy(c => c.Edits).ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    // Other letters in upper case are one mistake however many they are.
    private static int EditsBetween(string a, string b)
        => string.Equals(a, b, StringComparison.OrdinalIgnoreCase) ? 1
            : Math.Abs(a.Length - b.Length) > MaxEdits ? MaxEdits + 1
            : EditDistance.Between(a, b);
}
