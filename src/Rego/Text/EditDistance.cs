namespace Bouncer.Rego.Text;

/// <summary>How far two texts are apart, for the names that somebody may have meant.</summary>
public static class EditDistance
{
    /// <summary>How many letters must be changed, left out or put in (Levenshtein). Time and memory grow with the product and the
    /// length of the texts, so callers bound them.</summary>
    public static int Between(string a, string b)
    {
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
