using System.Globalization;
using System.Numerics;
using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Formatting;

internal sealed partial class GoFormat
{
    private void PrintFloat(RegoValue value, double number, Rune verb)
    {
        var form = verb.Value switch
        {
            'v' => 'g',
            'F' => 'f',
            'b' or 'g' or 'G' or 'x' or 'X' or 'f' or 'e' or 'E' => (char)verb.Value,
            _ => '\0',
        };
        if (form == '\0')
        {
            WrongVerb(value, verb);
            return;
        }

        var precision = flags.Precision ?? (form is 'f' or 'e' or 'E' ? 6 : -1);
        var text = GoFloatText.Format(Math.Abs(number), form, precision);
        if (flags.Sharp && form is not 'b')
        {
            text = WithPoint(text, form, precision);
        }

        var sign = double.IsNegative(number) ? "-" : flags.Plus ? "+" : flags.Space ? " " : "";
        var missing = (flags.Width ?? 0) - sign.Length - text.Length;
        if (flags.Zero && !flags.Minus && missing > 0)
        {
            output.Append(sign).Append('0', missing).Append(text);
            return;
        }

        PadWithSpaces(sign + text);
    }

    /// <summary>The sharp flag: always a point, and for %g all digits of the precision.</summary>
    private static string WithPoint(string text, char form, int precision)
    {
        var e = form is 'x' or 'X' ? text.IndexOfAny(['p', 'P']) : text.IndexOfAny(['e', 'E']);
        var tail = e < 0 ? "" : text[e..];
        var digits = new StringBuilder(e < 0 ? text : text[..e]);
        var wanted = form is 'g' or 'G' or 'x' or 'X' ? precision < 0 ? 6 : precision : 0;
        var point = digits.ToString().Contains('.', StringComparison.Ordinal);
        var seen = digits.ToString().TrimStart('0', '.').Count(char.IsAsciiDigit);
        if (!point)
        {
            digits.Append('.');
        }

        if (form is 'g' or 'G')
        {
            digits.Append('0', Math.Max(0, wanted - Math.Max(seen, digits[0] == '0' && digits.Length == 2 ? 1 : seen)));
        }

        return digits + tail;
    }
}

/// <summary>Go's strconv.FormatFloat for floats that are not negative: exact digits, ties to even.</summary>
internal static class GoFloatText
{
    public static string Format(double value, char form, int precision) => form switch
    {
        'b' => Binary(value),
        'x' or 'X' => Hexadecimal(value, precision, form == 'X'),
        'f' => FixedPoint(value, precision),
        'e' or 'E' => Scientific(value, precision, form),
        _ => General(value, precision, form),
    };

    private static string General(double value, int precision, char form)
    {
        string text;
        if (precision < 0)
        {
            text = GoFloat.ToGeneral(value);
        }
        else
        {
            var (digits, point) = Rounded(value, Math.Max(1, precision), significant: true);
            var trimmed = digits.TrimEnd('0');
            var limit = Math.Max(1, precision);
            limit = limit > trimmed.Length && trimmed.Length >= point ? trimmed.Length : limit;
            text = GoFloat.General(false, trimmed, point, Math.Max(limit, 1));
        }

        return form == 'G' ? text.ToUpperInvariant() : text;
    }

    private static string FixedPoint(double value, int precision)
    {
        var (digits, point) = Rounded(value, precision, significant: false);
        var whole = point <= 0 ? "0" : digits[..Math.Min(point, digits.Length)].PadRight(point, '0');
        if (precision == 0)
        {
            return whole;
        }

        var fraction = point <= 0 ? new string('0', -point) + digits : digits.Length > point ? digits[point..] : "";
        return $"{whole}.{(fraction.Length > precision ? fraction[..precision] : fraction.PadRight(precision, '0'))}";
    }

    private static string Scientific(double value, int precision, char e)
    {
        var (digits, point) = Rounded(value, precision + 1, significant: true);
        digits = digits.PadRight(precision + 1, '0');
        var exponent = value == 0 ? 0 : point - 1;
        var fraction = precision > 0 ? "." + digits[1..(precision + 1)] : "";
        return $"{digits[0]}{fraction}{e}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }

    /// <summary>The exact digits of a float, rounded to a number of digits in all or behind the point; 0.DIGITS × 10^point.</summary>
    private static (string Digits, int Point) Rounded(double value, int count, bool significant)
    {
        if (value == 0)
        {
            return ("0", 1);
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = bits & 0xFFFFFFFFFFFFFL;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        exponent = Math.Max(exponent, 1) - 1075;
        var all = exponent >= 0 ? mantissa << exponent : mantissa * BigInteger.Pow(5, -exponent);
        var digits = all.ToString(CultureInfo.InvariantCulture);
        var point = digits.Length + Math.Min(exponent, 0);
        var keep = significant ? count : point + count;
        if (keep >= digits.Length)
        {
            return (digits, point);
        }

        if (keep < 0)
        {
            return ("0", 1);
        }

        var kept = BigInteger.Parse("0" + digits[..keep], CultureInfo.InvariantCulture);
        var rest = digits.AsSpan(keep);
        var half = rest[0] == '5' && rest[1..].IndexOfAnyExcept('0') < 0;
        kept += half ? (kept.IsEven ? 0 : 1) : rest[0] >= '5' ? 1 : 0;
        var text = kept.IsZero ? "" : kept.ToString(CultureInfo.InvariantCulture).PadLeft(keep, '0');
        return text.Length == 0 ? (significant ? "0" : "", point) : (text, point + text.Length - keep);
    }

    private static string Binary(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        exponent = Math.Max(exponent, 1) - 1075;
        return $"{mantissa}p{(exponent < 0 ? "" : "+")}{exponent}";
    }

    private static string Hexadecimal(double value, int precision, bool upper)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (ulong)bits & 0xFFFFFFFFFFFFFUL;
        if (value == 0)
        {
            exponent = 0;
        }
        else if (exponent == 0)
        {
            exponent = -1022;
            while ((mantissa & (1UL << 52)) == 0)
            {
                mantissa <<= 1;
                exponent--;
            }
        }
        else
        {
            mantissa |= 1UL << 52;
            exponent -= 1023;
        }

        // One digit before the point, thirteen behind it; round to even at the digit asked for.
        if (precision is >= 0 and < 13)
        {
            var drop = (13 - precision) * 4;
            var rest = mantissa & ((1UL << drop) - 1);
            var half = 1UL << (drop - 1);
            mantissa >>= drop;
            mantissa += rest > half || (rest == half && (mantissa & 1) == 1) ? 1UL : 0;
            mantissa <<= drop;
            if ((mantissa & (1UL << 53)) != 0)
            {
                mantissa >>= 1;
                exponent++;
            }
        }

        var fraction = (mantissa & 0xFFFFFFFFFFFFFUL).ToString("x13", CultureInfo.InvariantCulture);
        fraction = precision < 0 ? fraction.TrimEnd('0') : precision <= 13 ? fraction[..precision] : fraction.PadRight(precision, '0');
        var text = $"0x{mantissa >> 52}{(fraction.Length > 0 ? "." : "")}{fraction}p{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
        return upper ? text.ToUpperInvariant() : text;
    }
}
