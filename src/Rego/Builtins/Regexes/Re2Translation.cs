using System.Globalization;
using System.Text;

namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>Writes a regular expression of RE2 in .NET's syntax.</summary>
internal sealed class Re2Translation
{
    private const string Pair = "[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]";

    private readonly StringBuilder text = new();
    private readonly bool pairs;
    private readonly bool asciiBoundaries;

    private Re2Translation(bool pairs, bool asciiBoundaries)
    {
        this.pairs = pairs;
        this.asciiBoundaries = asciiBoundaries;
    }

    /// <summary>Whether the expression has a place that needs looking around in text outside ASCII.</summary>
    public static bool HasWordBoundary(Re2Node node) => node switch
    {
        Re2Node.WordBoundary => true,
        Re2Node.Group group => HasWordBoundary(group.Part),
        Re2Node.Repeat repeat => HasWordBoundary(repeat.Part),
        Re2Node.Sequence sequence => sequence.Parts.Any(HasWordBoundary),
        Re2Node.Choice choice => choice.Parts.Any(HasWordBoundary),
        _ => false,
    };

    /// <summary>The expression in .NET's syntax.</summary>
    /// <param name="root">The expression.</param>
    /// <param name="pairs">Whether the text has characters of two chars, which count as one.</param>
    /// <param name="asciiBoundaries">Whether words must be spelt out, since the text is not ASCII.</param>
    public static string Write(Re2Node root, bool pairs, bool asciiBoundaries)
    {
        var translation = new Re2Translation(pairs, asciiBoundaries);
        translation.Write(root);
        return translation.text.ToString();
    }

    private void Write(Re2Node node)
    {
        switch (node)
        {
            case Re2Node.Literal literal:
                Literal(literal);
                break;
            case Re2Node.Class set:
                Class(set);
                break;
            case Re2Node.Any any:
                var single = any.WithNewLine ? "[\\s\\S]" : "[^\\n]";
                text.Append(pairs ? $"(?:{Pair}|{single})" : single);
                break;
            case Re2Node.Place place:
                text.Append(place.Text);
                break;
            case Re2Node.WordBoundary boundary when !asciiBoundaries:
                text.Append(boundary.Negated ? "\\B" : "\\b");
                break;
            case Re2Node.WordBoundary boundary:
                const string Word = "[0-9A-Za-z_]";
                text.Append(boundary.Negated
                    ? $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))"
                    : $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))");
                break;
            case Re2Node.Group group:
                text.Append(group.IsCapture ? "(" : "(?:");
                Write(group.Part);
                text.Append(')');
                break;
            case Re2Node.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Write(part);
                }

                break;
            case Re2Node.Choice choice:
                text.Append("(?:");
                for (var i = 0; i < choice.Parts.Count; i++)
                {
                    text.Append(i == 0 ? "" : "|");
                    Write(choice.Parts[i]);
                }

                text.Append(')');
                break;
            case Re2Node.Repeat repeat:
                Repeat(repeat);
                break;
        }
    }

    private void Repeat(Re2Node.Repeat repeat)
    {
        text.Append("(?:");
        Write(repeat.Part);
        text.Append(')');
        text.Append((repeat.Least, repeat.Most) switch
        {
            (0, -1) => "*",
            (1, -1) => "+",
            (0, 1) => "?",
            (var least, -1) => $"{{{least},}}",
            var (least, most) => $"{{{least},{most}}}",
        });
        text.Append(repeat.IsLazy ? "?" : "");
    }

    private void Literal(Re2Node.Literal literal)
    {
        text.Append(literal.FoldCase ? "(?i:" : "");
        Character(text, literal.CodePoint);
        text.Append(literal.FoldCase ? ")" : "");
    }

    private static void Character(StringBuilder text, int codePoint)
    {
        if (codePoint < 0x80 && char.IsAsciiLetterOrDigit((char)codePoint))
        {
            text.Append((char)codePoint);
        }
        else if (codePoint > 0xFFFF)
        {
            foreach (var c in char.ConvertFromUtf32(codePoint))
            {
                Unit(text, c);
            }
        }
        else
        {
            Unit(text, codePoint);
        }
    }

    private static void Unit(StringBuilder text, int unit) => text.Append("\\u").Append(unit.ToString("X4", CultureInfo.InvariantCulture));

    private void Class(Re2Node.Class node)
    {
        var set = node.Characters;
        text.Append(node.FoldCase ? "(?i:" : "(?:");
        if (pairs)
        {
            // Pairs first, since a set that means all others would take half of one.
            Pairs(PairRanges(set));
        }

        text.Append(set.IsNegated ? "[^" : "[");
        var any = pairs && set.IsNegated;
        text.Append(any ? "\\uD800-\\uDFFF" : "");
        foreach (var (first, last) in SingleRanges(set))
        {
            any = true;
            Range(text, first, last);
        }

        if (!any)
        {
            // .NET has no empty sets: nothing, or everything.
            text.Length--;
            text.Length -= set.IsNegated ? 1 : 0;
            text.Append(set.IsNegated ? "[\\s\\S" : "[^\\s\\S");
        }

        text.Append("])");
    }

    /// <summary>The ranges of characters of one char; halves of pairs are none.</summary>
    private IEnumerable<(int First, int Last)> SingleRanges(Re2Class set)
    {
        foreach (var (first, last) in set.Ranges.Where(range => range.First <= 0xFFFF))
        {
            if (!pairs || last < 0xD800 || first > 0xDFFF)
            {
                yield return (first, Math.Min(last, 0xFFFF));
                continue;
            }

            if (first < 0xD800)
            {
                yield return (first, 0xD7FF);
            }

            if (last > 0xDFFF)
            {
                yield return (0xE000, Math.Min(last, 0xFFFF));
            }
        }
    }

    private static List<(int First, int Last)> PairRanges(Re2Class set)
    {
        var ranges = set.Ranges.Where(range => range.Last > 0xFFFF).Select(range => (First: Math.Max(range.First, 0x10000), range.Last)).Order().ToList();
        if (!set.IsNegated)
        {
            return ranges;
        }

        var others = new List<(int, int)>();
        var next = 0x10000;
        foreach (var (first, last) in ranges)
        {
            if (first > next)
            {
                others.Add((next, first - 1));
            }

            next = Math.Max(next, last + 1);
        }

        if (next <= 0x10FFFF)
        {
            others.Add((next, 0x10FFFF));
        }

        return others;
    }

    /// <summary>Alternatives for pairs: all high surrogates that go with the same low ones are one, since each costs the engine time.</summary>
    private void Pairs(List<(int First, int Last)> ranges)
    {
        var lowsOf = new SortedDictionary<int, StringBuilder>();
        foreach (var (first, last) in ranges)
        {
            var (firstHigh, lastHigh) = ((first - 0x10000) >> 10, (last - 0x10000) >> 10);
            for (var high = firstHigh; high <= lastHigh; high++)
            {
                if (!lowsOf.TryGetValue(high, out var lows))
                {
                    lowsOf.Add(high, lows = new StringBuilder());
                }

                Range(lows, 0xDC00 + (high == firstHigh ? first & 0x3FF : 0), 0xDC00 + (high == lastHigh ? last & 0x3FF : 0x3FF));
            }
        }

        foreach (var highs in lowsOf.GroupBy(entry => entry.Value.ToString(), entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append('[');
            foreach (var high in highs)
            {
                Unit(text, 0xD800 + high);
            }

            text.Append("][").Append(highs.Key).Append("]|");
        }
    }

    private static void Range(StringBuilder text, int first, int last)
    {
        Unit(text, first);
        text.Append('-');
        Unit(text, last);
    }
}
