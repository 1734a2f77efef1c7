using System.Globalization;
using System.Text;

namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>
/// Reads regular expressions as Go's regexp does (RE2's syntax, Perl flags), and refuses what that refuses: look-around,
/// back-references, atomic groups. What .NET reads differently never reaches it.
/// </summary>
internal sealed partial class Re2Parser
{
    private const int MaxNesting = 250; // recursion: parentheses
    private const int MaxRepeat = 1000;

    private readonly string pattern;
    private int at;
    private bool fold;
    private bool multiline;
    private bool dotAll;
    private bool ungreedy;
    private int nesting;

    private Re2Parser(string pattern) => this.pattern = pattern;

    /// <summary>The names of capturing groups by number; null for those without.</summary>
    public List<string?> GroupNames { get; } = [null];

    /// <summary>Reads a whole pattern.</summary>
    /// <exception cref="Re2Exception">It is no regular expression.</exception>
    public static (Re2Node Root, IReadOnlyList<string?> GroupNames) Parse(string pattern)
    {
        var parser = new Re2Parser(pattern);
        var root = parser.Choice();
        if (parser.at < pattern.Length)
        {
            throw Wrong("unexpected )", pattern);
        }

        if (RepeatedSize(root) > MaxRepeat)
        {
            throw Wrong("invalid repeat count", pattern);
        }

        return (root, parser.GroupNames);
    }

    private static Re2Exception Wrong(string what, string where) => new(what, where);

    private Re2Exception WrongFrom(string what, int start) => new(what, pattern[start..Math.Min(at, pattern.Length)]);

    // choice = sequence *( "|" sequence )
    private Re2Node Choice()
    {
        var parts = new List<Re2Node> { Sequence() };
        while (at < pattern.Length && pattern[at] == '|')
        {
            at++;
            parts.Add(Sequence());
        }

        return parts.Count == 1 ? parts[0] : new Re2Node.Choice(parts);
    }

    // sequence = *( atom [ repetition ] )
    private Re2Node.Sequence Sequence()
    {
        var parts = new List<Re2Node>();
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
        {
            var start = at;
            if (IsRepetition(out _, out _))
            {
                at = start + 1;
                throw WrongFrom("missing argument to repetition operator", start);
            }

            if (Literals(parts))
            {
                continue;
            }

            var atom = Atom();
            if (atom is not null)
            {
                parts.Add(Repetitions(atom));
            }
            else if (at < pattern.Length && IsRepetition(out _, out _))
            {
                throw WrongFrom("missing argument to repetition operator", at - 1); // "(?i)*"
            }
        }

        return new(parts);
    }

    /// <summary>Text between \Q and \E; a repetition behind it is of its last character.</summary>
    private bool Literals(List<Re2Node> parts)
    {
        if (string.CompareOrdinal(pattern, at, "\\Q", 0, 2) != 0)
        {
            return false;
        }

        var end = pattern.IndexOf("\\E", at + 2, StringComparison.Ordinal);
        var text = end < 0 ? pattern[(at + 2)..] : pattern[(at + 2)..end];
        at = end < 0 ? pattern.Length : end + 2;
        foreach (var rune in text.EnumerateRunes())
        {
            parts.Add(new Re2Node.Literal(rune.Value, fold));
        }

        if (parts.Count > 0 && text.Length > 0)
        {
            parts[^1] = Repetitions(parts[^1]);
        }

        return true;
    }

    private Re2Node Repetitions(Re2Node atom)
    {
        var start = at;
        for (var first = true; IsRepetition(out var least, out var most); first = false)
        {
            if (!first)
            {
                throw WrongFrom("invalid nested repetition operator", start);
            }

            if (least > MaxRepeat || most > MaxRepeat || (most >= 0 && least > most))
            {
                throw WrongFrom("invalid repeat count", start);
            }

            var lazy = at < pattern.Length && pattern[at] == '?';
            at += lazy ? 1 : 0;
            atom = new Re2Node.Repeat(atom, least, most, lazy != ungreedy);
        }

        return atom;
    }

    /// <summary>Whether a repetition stands here; moves behind it. What looks like one but is none, "{,2}", is text.</summary>
    private bool IsRepetition(out int least, out int most)
    {
        least = 0;
        most = -1;
        if (at >= pattern.Length)
        {
            return false;
        }

        switch (pattern[at])
        {
            case '*':
                at++;
                return true;
            case '+':
                least = 1;
                at++;
                return true;
            case '?':
                most = 1;
                at++;
                return true;
            case '{':
                var close = pattern.IndexOf('}', at);
                if (close < 0)
                {
                    return false;
                }

                var parts = pattern[(at + 1)..close].Split(',');
                if (parts.Length > 2 || !IsCount(parts[0], out least) || (parts.Length == 2 && parts[1].Length > 0 && !IsCount(parts[1], out most)))
                {
                    return false;
                }

                most = parts.Length == 1 ? least : most;
                at = close + 1;
                return true;
            default:
                return false;
        }
    }

    private static bool IsCount(string text, out int count)
    {
        count = 0;
        if (text.Length == 0 || !text.All(char.IsAsciiDigit) || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }

        count = text.Length > 5 ? int.MaxValue : int.Parse(text, CultureInfo.InvariantCulture);
        return true;
    }

    // Nested repetitions multiply; Go refuses more than a thousand copies of anything.
    private static long RepeatedSize(Re2Node node) => node switch
    {
        Re2Node.Repeat repeat => Math.Min(1_000_000, Math.Max(1, Math.Max(repeat.Least, repeat.Most)) * RepeatedSize(repeat.Part)),
        Re2Node.Group group => RepeatedSize(group.Part),
        Re2Node.Sequence sequence => sequence.Parts.Aggregate(1L, static (most, part) => Math.Max(most, RepeatedSize(part))),
        Re2Node.Choice choice => choice.Parts.Aggregate(1L, static (most, part) => Math.Max(most, RepeatedSize(part))),
        _ => 1,
    };

    /// <summary>One thing that can be repeated; null for what only changes flags.</summary>
    private Re2Node? Atom()
    {
        switch (pattern[at])
        {
            case '(':
                return Group();
            case '[':
                return new Re2Node.Class(Class(), fold);
            case '.':
                at++;
                return new Re2Node.Any(dotAll);
            case '^':
                at++;
                return new Re2Node.Place(multiline ? "(?m:^)" : "\\A");
            case '$':
                at++;
                return new Re2Node.Place(multiline ? "(?m:$)" : "\\z");
            case '\\':
                return Escape();
            default:
                Rune.DecodeFromUtf16(pattern.AsSpan(at), out var rune, out var length);
                at += length;
                return new Re2Node.Literal(rune.Value, fold);
        }
    }

    // group = "(" choice ")" / "(?:" … / "(?P<name>" … / "(?<name>" … / "(?flags:" … / "(?flags)"
    private Re2Node.Group? Group()
    {
        var start = at++;
        var flags = (fold, multiline, dotAll, ungreedy);
        var capture = true;
        if (at < pattern.Length && pattern[at] == '?')
        {
            at++;
            if (!Named(start))
            {
                capture = false;
                if (!Flags(start))
                {
                    return null; // "(?i)": up to the end of the group around
                }
            }
        }
        else
        {
            GroupNames.Add(null);
        }

        if (++nesting > MaxNesting)
        {
            throw Wrong("expression nests too deeply", pattern);
        }

        var inner = Choice();
        nesting--;
        if (at >= pattern.Length)
        {
            throw Wrong("missing closing )", pattern);
        }

        at++;
        (fold, multiline, dotAll, ungreedy) = flags;
        return new(inner, capture);
    }

    private bool Named(int start)
    {
        var open = at;
        if (string.CompareOrdinal(pattern, at, "P<", 0, 2) == 0)
        {
            open = at + 1;
        }
        else if (at >= pattern.Length || pattern[at] != '<')
        {
            return false;
        }
        else if (at + 1 < pattern.Length && pattern[at + 1] is '=' or '!')
        {
            at += 2;
            throw WrongFrom("invalid or unsupported Perl syntax", start); // look-behind
        }

        var close = pattern.IndexOf('>', open);
        if (close < 0)
        {
            throw Wrong("invalid named capture", pattern[start..]);
        }

        var name = pattern[(open + 1)..close];
        at = close + 1;
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw WrongFrom("invalid named capture", start);
        }

        GroupNames.Add(name);
        return true;
    }

    /// <summary>Flags up to ":" (true: a group follows) or ")" (false).</summary>
    private bool Flags(int start)
    {
        var on = true;
        for (var any = false; at < pattern.Length; any = true)
        {
            switch (pattern[at++])
            {
                case 'i':
                    fold = on;
                    break;
                case 'm':
                    multiline = on;
                    break;
                case 's':
                    dotAll = on;
                    break;
                case 'U':
                    ungreedy = on;
                    break;
                case '-' when on:
                    on = false;
                    if (at < pattern.Length && pattern[at] is ':' or ')')
                    {
                        at++;
                        throw WrongFrom("invalid or unsupported Perl syntax", start);
                    }

                    break;
                case ':':
                    return true;
                case ')' when any:
                    return false;
                default:
                    throw WrongFrom("invalid or unsupported Perl syntax", start);
            }
        }

        throw WrongFrom("invalid or unsupported Perl syntax", start);
    }
}
