using System.Globalization;
using System.Numerics;
using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Formatting;

internal sealed partial class GoFormat
{
    private void PrintText(RegoValue value, string text, Rune verb)
    {
        switch (verb.Value)
        {
            case 'v' when flags.GoSyntax:
            case 'q':
                PrintQuoted(Truncated(text));
                break;
            case 'v' or 's':
                PadText(Truncated(text));
                break;
            case 'x' or 'X':
                PrintHexBytes(GoText.ToUtf8(text), upper: verb.Value == 'X');
                break;
            default:
                WrongVerb(value, verb);
                break;
        }
    }

    private void PrintQuoted(string text)
    {
        if (flags.Sharp && !text.AsSpan().ContainsAnyInRange('\0', '\x1F') && !text.AsSpan().ContainsAny('`', '\x7F', '\uFEFF') && !GoText.HasLoneSurrogate(text))
        {
            PadText($"`{text}`");
            return;
        }

        var quoted = new StringBuilder();
        GoQuote.Append(quoted, text, asciiOnly: flags.Plus);
        PadText(quoted.ToString());
    }

    private void PrintHexBytes(byte[] bytes, bool upper)
    {
        var shown = flags.Precision is { } precision && precision < bytes.Length ? bytes.AsSpan(0, precision) : bytes;
        var digits = upper ? Convert.ToHexString(shown) : Convert.ToHexStringLower(shown);
        var prefix = flags.Sharp ? upper ? "0X" : "0x" : "";
        if (digits.Length == 0 || !flags.Space)
        {
            PadText(digits.Length == 0 ? "" : prefix + digits);
            return;
        }

        PadText(string.Join(' ', digits.Chunk(2).Select(pair => prefix + new string(pair))));
    }

    private string Truncated(string text)
    {
        if (flags.Precision is not { } precision || text.Length <= precision)
        {
            return text;
        }

        var end = 0;
        for (var runes = 0; runes < precision && end < text.Length; runes++)
        {
            end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? 2 : 1;
        }

        return text[..end];
    }

    /// <summary>Writes text, filled up to the width: on the right with spaces, on the left with spaces or zeros.</summary>
    private void PadText(string text)
    {
        var missing = (flags.Width ?? 0) - GoText.CountRunes(text);
        if (missing > 0 && !flags.Minus)
        {
            output.Append(flags.Zero ? '0' : ' ', missing);
        }

        output.Append(text);
        if (missing > 0 && flags.Minus)
        {
            output.Append(' ', missing);
        }
    }

    private void PadWithSpaces(string text)
    {
        flags.Zero = false;
        PadText(text);
    }

    private void PrintInteger(RegoValue value, long integer, Rune verb)
    {
        switch (verb.Value)
        {
            case 'v' or 'd' or 'b' or 'o' or 'O' or 'x' or 'X':
                PrintDigits(BigInteger.Abs(integer), integer < 0, verb.Value);
                break;
            case 'c':
                PadText(RuneOf(integer).ToString());
                break;
            case 'q':
                var quoted = new StringBuilder("'");
                GoQuote.AppendRune(quoted, RuneOf(integer), '\'', flags.Plus);
                PadText(quoted.Append('\'').ToString());
                break;
            case 'U':
                PrintUnicode(integer);
                break;
            default:
                WrongVerb(value, verb);
                break;
        }
    }

    private static Rune RuneOf(long value) => value is >= 0 and <= 0x10FFFF && Rune.TryCreate((int)value, out var rune) ? rune : Rune.ReplacementChar;

    private void PrintUnicode(long value)
    {
        var text = "U+" + ((ulong)value).ToString("X" + Math.Max(4, flags.Precision ?? 4), CultureInfo.InvariantCulture);
        if (flags.Sharp && value is >= 0 and <= 0x10FFFF && Rune.TryCreate((int)value, out var rune) && GoQuote.IsPrint(rune))
        {
            text += $" '{rune}'";
        }

        PadWithSpaces(text);
    }

    private void PrintDigits(BigInteger size, bool negative, int verb)
    {
        if (flags.Precision == 0 && size.IsZero)
        {
            PadWithSpaces("");
            return;
        }

        var digits = Digits(size, verb);
        var sign = negative ? "-" : flags.Plus ? "+" : flags.Space ? " " : "";
        var least = flags.Precision ?? (flags.Zero && !flags.Minus && flags.Width is { } width ? width - sign.Length : 0);
        digits = digits.PadLeft(Math.Max(0, least), '0');
        var prefix = verb switch
        {
            'O' => "0o",
            'o' when flags.Sharp && digits[0] != '0' => "0",
            'b' when flags.Sharp => "0b",
            'x' when flags.Sharp => "0x",
            'X' when flags.Sharp => "0X",
            _ => "",
        };
        PadWithSpaces(sign + prefix + digits);
    }

    internal static string Digits(BigInteger size, int verb)
    {
        if (verb is not ('x' or 'X' or 'o' or 'O' or 'b'))
        {
            return size.ToString(CultureInfo.InvariantCulture);
        }

        if (size.IsZero)
        {
            return "0";
        }

        var bits = verb is 'x' or 'X' ? 4 : verb == 'b' ? 1 : 3;
        if (bits == 4)
        {
            return size.ToString(verb == 'X' ? "X" : "x", CultureInfo.InvariantCulture).TrimStart('0');
        }

        // Three bits of a big number at a time would shift all of it again and again: go by the binary digits.
        var binary = size.ToString("b", CultureInfo.InvariantCulture).TrimStart('0');
        if (bits == 1)
        {
            return binary;
        }

        binary = binary.PadLeft((binary.Length + 2) / 3 * 3, '0');
        return string.Concat(binary.Chunk(3).Select(three => (char)('0' + ((three[0] - '0') * 4) + ((three[1] - '0') * 2) + (three[2] - '0'))));
    }

    private void PrintBigInteger(RegoNumber number, Rune verb)
    {
        var value = BigInteger.Parse(number.Text, CultureInfo.InvariantCulture);
        switch (verb.Value)
        {
            case 'b' or 'o' or 'd' or 'x' or 'X' or 'O':
            case 's' or 'v':
                PrintBigDigits(BigInteger.Abs(value), value.Sign < 0, verb.Value);
                break;
            default:
                output.Append("%!").Append(verb.ToString()).Append("(big.Int=").Append(value.ToString(CultureInfo.InvariantCulture)).Append(')');
                break;
        }
    }

    // big.Int formats itself: zeros for the width go between sign and digits, and its prefixes count for the width.
    private void PrintBigDigits(BigInteger size, bool negative, int verb)
    {
        var digits = Digits(size, verb).PadLeft(flags.Precision ?? 0, '0');
        var sign = negative ? "-" : flags.Plus ? "+" : flags.Space ? " " : "";
        var prefix = verb switch
        {
            'O' => "0o",
            'o' when flags.Sharp => "0",
            'b' when flags.Sharp => "0b",
            'x' when flags.Sharp => "0x",
            'X' when flags.Sharp => "0X",
            _ => "",
        };
        var missing = Math.Max(0, (flags.Width ?? 0) - sign.Length - prefix.Length - digits.Length);
        var zeros = flags.Zero && !flags.Minus && flags.Precision is null ? missing : 0;
        PadWithSpaces(sign + prefix + new string('0', zeros) + digits);
    }
}
