using System.Globalization;
using System.Text;

namespace Bouncer.Rego.Builtins.Regexes;

internal sealed partial class Re2Parser
{
    private static readonly (int, int)[] Digits = [('0', '9')];
    private static readonly (int, int)[] Spaces = [('\t', '\n'), ('\f', '\r'), (' ', ' ')];
    private static readonly (int, int)[] Words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

    // class = "[" [ "^" ] 1*( item / item "-" item / "[:name:]" / escape ) "]"
    private Re2Class Class()
    {
        var start = at++;
        var set = new Re2Class();
        if (at < pattern.Length && pattern[at] == '^')
        {
            set.IsNegated = true;
            at++;
        }

        for (var first = true; at >= pattern.Length || pattern[at] != ']' || first; first = false)
        {
            if (at >= pattern.Length)
            {
                throw Wrong("missing closing ]", pattern[start..]);
            }

            if (!Posix(set) && !ClassEscape(set))
            {
                Range(set);
            }
        }

        at++;
        return set;
    }

    private void Range(Re2Class set)
    {
        var start = at;
        var low = ClassCharacter(start);
        var high = low;
        if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
        {
            at++;
            high = ClassCharacter(start);
            if (high < low)
            {
                throw WrongFrom("invalid character class range", start);
            }
        }

        set.Add(low, high);
    }

    private int ClassCharacter(int start)
    {
        if (at >= pattern.Length)
        {
            throw Wrong("missing closing ]", pattern[start..]);
        }

        if (pattern[at] == '\\')
        {
            return EscapedCharacter();
        }

        Rune.DecodeFromUtf16(pattern.AsSpan(at), out var rune, out var length);
        at += length;
        return rune.Value;
    }

    private bool Posix(Re2Class set)
    {
        if (string.CompareOrdinal(pattern, at, "[:", 0, 2) != 0)
        {
            return false;
        }

        var close = pattern.IndexOf(":]", at + 2, StringComparison.Ordinal);
        if (close < 0)
        {
            return false;
        }

        var name = pattern[(at + 2)..close];
        var negated = name.StartsWith('^');
        (int, int)[]? ranges = name.TrimStart('^') switch
        {
            "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
            "alpha" => [('A', 'Z'), ('a', 'z')],
            "ascii" => [(0, 0x7F)],
            "blank" => [('\t', '\t'), (' ', ' ')],
            "cntrl" => [(0, 0x1F), (0x7F, 0x7F)],
            "digit" => Digits,
            "graph" => [('!', '~')],
            "lower" => [('a', 'z')],
            "print" => [(' ', '~')],
            "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
            "space" => [('\t', '\r'), (' ', ' ')],
            "upper" => [('A', 'Z')],
            "word" => Words,
            "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
            _ => null,
        };
        var start = at;
        at = close + 2;
        set.Add(ranges ?? throw WrongFrom("invalid character class range", start), negated);
        return true;
    }

    /// <summary>An escape that means many characters.</summary>
    private bool ClassEscape(Re2Class set)
    {
        if (at + 1 >= pattern.Length || pattern[at] != '\\')
        {
            return false;
        }

        var kind = pattern[at + 1];
        (int, int)[]? ranges = char.ToLowerInvariant(kind) switch
        {
            'd' => Digits,
            's' => Spaces,
            'w' => Words,
            _ => null,
        };
        if (ranges is not null)
        {
            at += 2;
            set.Add(ranges, char.IsUpper(kind));
            return true;
        }

        if (!IsUnicodeSet)
        {
            return false;
        }

        var (members, negated) = UnicodeSet();
        set.Add(members, negated);
        return true;
    }

    private bool IsUnicodeSet => at + 1 < pattern.Length && pattern[at] == '\\' && pattern[at + 1] is 'p' or 'P';

    // \pN, \p{Lu}, \P{^L}, \p{Greek}
    private ((int First, int Last)[] Ranges, bool Negated) UnicodeSet()
    {
        var start = at;
        var negated = pattern[at + 1] == 'P';
        at += 2;
        var name = "";
        if (at < pattern.Length && pattern[at] == '{')
        {
            var close = pattern.IndexOf('}', at);
            if (close < 0)
            {
                throw Wrong("invalid character class range", pattern[start..]);
            }

            name = pattern[(at + 1)..close];
            at = close + 1;
        }
        else if (at < pattern.Length)
        {
            name = pattern[at++].ToString();
        }

        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }

        return (UnicodeNames.Find(name) ?? throw WrongFrom("invalid character class range", start), negated);
    }

    private Re2Node Escape()
    {
        var set = new Re2Class();
        if (IsUnicodeSet)
        {
            // Not the others, but all that are not these: without regard to case that is not the same.
            (var members, set.IsNegated) = UnicodeSet();
            set.Add(members, negated: false);
            return new Re2Node.Class(set, fold);
        }

        if (ClassEscape(set))
        {
            return new Re2Node.Class(set, fold);
        }

        switch (at + 1 < pattern.Length ? pattern[at + 1] : '\0')
        {
            case 'A':
                at += 2;
                return new Re2Node.Place("\\A");
            case 'z':
                at += 2;
                return new Re2Node.Place("\\z");
            case 'b':
                at += 2;
                return new Re2Node.WordBoundary(false);
            case 'B':
                at += 2;
                return new Re2Node.WordBoundary(true);
            default:
                return new Re2Node.Literal(EscapedCharacter(), fold);
        }
    }

    private int EscapedCharacter()
    {
        var start = at++;
        if (at >= pattern.Length)
        {
            throw Wrong("trailing backslash at end of expression", "");
        }

        Rune.DecodeFromUtf16(pattern.AsSpan(at), out var rune, out var length);
        at += length;
        switch (rune.Value)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return Hexadecimal(start);
            case >= '1' and <= '7' when at >= pattern.Length || pattern[at] is < '0' or > '7':
                throw WrongFrom("invalid escape sequence", start); // a back-reference
            case >= '0' and <= '7':
                var octal = rune.Value - '0';
                for (var i = 1; i < 3 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; i++)
                {
                    octal = (octal * 8) + (pattern[at++] - '0');
                }

                return octal;
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)rune.Value):
                return rune.Value;
            default:
                throw WrongFrom("invalid escape sequence", start);
        }
    }

    // \x7F, \x{10FFFF}
    private int Hexadecimal(int start)
    {
        var braced = at < pattern.Length && pattern[at] == '{';
        var close = braced ? pattern.IndexOf('}', at) : at + 2;
        var digits = close < 0 || close > pattern.Length ? "" : pattern[(braced ? at + 1 : at)..close];
        at = Math.Clamp(close < 0 ? pattern.Length : braced ? close + 1 : close, at, pattern.Length);
        return digits.Length is > 0 and <= 8 && digits.All(char.IsAsciiHexDigit) && int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var value and >= 0 and <= 0x10FFFF
            ? value
            : throw WrongFrom("invalid escape sequence", start);
    }
}
