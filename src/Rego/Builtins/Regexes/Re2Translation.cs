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
            foreach (var (first, last) in PairRanges(set))
            {
                Pairs(first, last);
            }
        }

        text.Append(set.IsNegated ? "[^" : "[");
        var any = pairs && set.IsNegated;
        text.Append(any ? "\\uD800-\\uDFFF" : "");
        foreach (var (first, last) in set.Ranges.Where(range => range.First <= 0xFFFF))
        {
            any = true;
            Unit(text, first);
            text.Append('-');
            Unit(text, Math.Min(last, 0xFFFF));
        }

        foreach (var category in set.Categories)
        {
            any = true;
            text.Append(category);
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

    /// <summary>Alternatives for the pairs from one code point to another: high surrogates with their low ones.</summary>
    private void Pairs(int first, int last)
    {
        while (first <= last)
        {
            var high = char.ConvertFromUtf32(first)[0];
            var endOfHigh = ((first - 0x10000) | 0x3FF) + 0x10000;
            var end = Math.Min(last, endOfHigh);

            // Many whole highs at once.
            if ((first & 0x3FF) == 0 && last >= endOfHigh)
            {
                var wholes = ((last + 1 - 0x10000) >> 10) - ((first - 0x10000) >> 10);
                end = first + (wholes << 10) - 1;
            }

            var lastPair = char.ConvertFromUtf32(end);
            text.Append('[');
            Unit(text, high);
            text.Append('-');
            Unit(text, lastPair[0]);
            text.Append("][");
            Unit(text, char.ConvertFromUtf32(first)[1]);
            text.Append('-');
            Unit(text, lastPair[1]);
            text.Append("]|");
            first = end + 1;
        }
    }
}
