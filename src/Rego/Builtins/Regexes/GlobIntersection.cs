namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>
/// Whether some text matches both of two patterns made of characters, <c>.</c>, sets, and <c>*</c> or <c>+</c> behind them: a search
/// through the pairs of places in the two.
/// </summary>
internal static class GlobIntersection
{
    public static bool IsNotEmpty(string left, string right)
    {
        var a = Read(left);
        var b = Read(right);
        var seen = new HashSet<(int, int)>();
        var pending = new Stack<(int, int)>();
        pending.Push((0, 0));
        while (pending.TryPop(out var place))
        {
            if (!seen.Add(place))
            {
                continue;
            }

            var (i, j) = place;
            if (i == a.Count && j == b.Count)
            {
                return true;
            }

            if (i < a.Count && a[i].Repeats)
            {
                pending.Push((i + 1, j));
            }

            if (j < b.Count && b[j].Repeats)
            {
                pending.Push((i, j + 1));
            }

            if (i < a.Count && j < b.Count && a[i].Meets(b[j]))
            {
                pending.Push((a[i].Repeats ? i : i + 1, b[j].Repeats ? j : j + 1));
            }
        }

        return false;
    }

    private static List<Step> Read(string pattern)
    {
        var steps = new List<Step>();
        for (var at = 0; at < pattern.Length;)
        {
            var step = ReadOne(pattern, ref at);
            var repetition = at < pattern.Length && pattern[at] is '*' or '+' ? pattern[at++] : '\0';
            if (repetition != '*')
            {
                steps.Add(step);
            }

            if (repetition != '\0')
            {
                steps.Add(step with { Repeats = true });
            }
        }

        return steps;
    }

    private static Step ReadOne(string pattern, ref int at)
    {
        var c = pattern[at++];
        switch (c)
        {
            case '.':
                return new(null, false);
            case '*' or '+':
                throw Wrong(pattern, at - 1, $"flag '{c}' must be preceded by a non-flag");
            case ']':
                throw Wrong(pattern, at - 1, "set-close ']' with no preceding '['");
            case '\\' when at < pattern.Length:
                return new([(pattern[at], pattern[at++])], false);
            case '\\':
                throw Wrong(pattern, at - 1, "input ends with a \\ (escape) character");
            case '[':
                return Set(pattern, ref at);
            default:
                return new([(c, c)], false);
        }
    }

    private static Step Set(string pattern, ref int at)
    {
        var ranges = new List<(char, char)>();
        while (at < pattern.Length && pattern[at] != ']')
        {
            at += pattern[at] == '\\' && at + 1 < pattern.Length ? 1 : 0;
            var low = pattern[at++];
            var high = low;
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                high = pattern[at + 1];
                at += 2;
            }

            ranges.Add((low, high));
        }

        if (at >= pattern.Length)
        {
            throw Wrong(pattern, at, "found [ without matching ]");
        }

        at++;
        return new([.. ranges], false);
    }

    private static BuiltinException Wrong(string pattern, int at, string what) => new($"input:{pattern}, pos:{at}, {what}: the input provided is invalid");

    /// <summary>Characters, null for all, once or any number of times.</summary>
    private sealed record Step((char Low, char High)[]? Ranges, bool Repeats)
    {
        public bool Meets(Step other)
            => Ranges is null || other.Ranges is null
                || Ranges.Any(range => other.Ranges.Any(o => range.Low <= o.High && o.Low <= range.High));
    }
}
