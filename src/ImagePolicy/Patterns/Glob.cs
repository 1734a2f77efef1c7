namespace Bouncer.ImagePolicy.Patterns;

/// <summary>
/// A pattern for one piece of text: a namespace, a tag, one host label or one path segment. <c>*</c> stands for any
/// number of characters, none included; everything else for itself. Ordinal, linear in the text for one <c>*</c>.
/// </summary>
public readonly record struct Glob(string Text)
{
    /// <summary>Whether the pattern holds a wildcard.</summary>
    public bool HasWildcard => Text.Contains('*');

    /// <summary>Whether the pattern matches the whole of a text.</summary>
    public bool Matches(ReadOnlySpan<char> text) => Matches(Text, text);

    /// <summary>Whether a pattern matches the whole of a text.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // Remembering the last star alone is enough: a later star can take over whatever an earlier one could have.
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
