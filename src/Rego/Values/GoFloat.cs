using System.Globalization;
using System.Text;

namespace Bouncer.Rego.Values;

/// <summary>Floats as Go prints them.</summary>
internal static class GoFloat
{
    /// <summary>As encoding/json does: shortest digits, an exponent below 1e-6 and from 1e21 on.</summary>
    public static string ToJson(double value)
    {
        var size = Math.Abs(value);
        var (negative, digits, point) = Shortest(value);
        if (size != 0 && (size < 1e-6 || size >= 1e21))
        {
            // e-09 is written e-9, as in JavaScript.
            var text = Scientific(negative, digits, point);
            var length = text.Length;
            return length >= 4 && text[length - 4] == 'e' && text[length - 3] == '-' && text[length - 2] == '0'
                ? string.Concat(text.AsSpan(0, length - 2), text.AsSpan(length - 1))
                : text;
        }

        return Fixed(negative, digits, point);
    }

    /// <summary>As %v and strconv's 'g' with shortest digits do: an exponent below 1e-4 and from 1e6 on.</summary>
    public static string ToGeneral(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        var (negative, digits, point) = Shortest(value);
        return General(negative, digits, point, from: 6);
    }

    /// <summary>Digits in the form of 'g', 0.DIGITS × 10^point, with an exponent below 1e-4 and from a number of digits on.</summary>
    public static string General(bool negative, string digits, int point, int from)
        => digits.Length > 0 && (point - 1 < -4 || point - 1 >= from) ? Scientific(negative, digits, point) : Fixed(negative, digits, point);

    /// <summary>The shortest digits that read back as the same float, as 0.DIGITS × 10^point; none for zero.</summary>
    public static (bool Negative, string Digits, int Point) Shortest(double value)
    {
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        return DecimalValue.TryParse(text, out var exact)
            ? (double.IsNegative(value), exact.Digits, (int)exact.Point)
            : throw new FormatException($"\"{text}\" is no number.");
    }

    /// <summary>Digits with an exponent of at least two digits: 1.5e+21.</summary>
    public static string Scientific(bool negative, string digits, int point)
    {
        var text = new StringBuilder();
        text.Append(negative ? "-" : "").Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        var exponent = point - 1;
        return text.Append(exponent < 0 ? "e-" : "e+").Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>Digits without an exponent: 0.001, 1500.</summary>
    public static string Fixed(bool negative, string digits, int point)
    {
        var sign = negative ? "-" : "";
        if (digits.Length == 0)
        {
            return sign + "0";
        }

        if (point <= 0)
        {
            return sign + "0." + new string('0', -point) + digits;
        }

        return point >= digits.Length
            ? sign + digits + new string('0', point - digits.Length)
            : string.Concat(sign, digits.AsSpan(0, point), ".", digits.AsSpan(point));
    }
}
