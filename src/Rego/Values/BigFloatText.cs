using System.Globalization;
using System.Numerics;

namespace Bouncer.Rego.Values;

/// <summary>Prints floats of any precision as Go's big.Float does: the shortest digits that identify the float.</summary>
internal static class BigFloatText
{
    /// <summary>Integers in full ('f'), others in the shorter of the forms with and without exponent ('g').</summary>
    public static string Print(BigFloat value)
    {
        if (value.IsZero)
        {
            return value.IsNegative ? "-0" : "0";
        }

        var (digits, point) = Shortest(value);
        return value.IsInteger
            ? GoFloat.Fixed(value.IsNegative, digits, point)
            : GoFloat.General(value.IsNegative, digits, point, from: 6);
    }

    /// <summary>The shortest digits between the neighbours' midpoints, as 0.DIGITS × 10^point.</summary>
    private static (string Digits, int Point) Shortest(BigFloat value)
    {
        // The mantissa with all bits of the precision, and a bit more for the midpoints.
        var mantissa = BigInteger.Abs(value.Mantissa);
        var shift = value.Precision - (int)mantissa.GetBitLength();
        mantissa <<= shift + 1;
        var exponent = value.BoundedExponent - shift - 1;
        var inclusive = (mantissa >> 1).IsEven;
        var (x, point) = Digits(mantissa, exponent);
        var (low, _) = Digits(mantissa - 1, exponent);
        var (high, _) = Digits(mantissa + 1, exponent);
        for (var i = 0; i < x.Length; i++)
        {
            var l = At(low, i);
            var m = x[i];
            var u = At(high, i);

            // Cutting here is fine if the lower bound differs in this digit, or is what is left.
            var down = l != m || (inclusive && i + 1 == low.Length);

            // Rounding up is fine if the upper bound differs and what comes out is not above it.
            var up = m != u && (inclusive || m + 1 < u || i + 1 < high.Length);
            if (down || up)
            {
                return RoundAt(x, i + 1, point, up && (!down || RoundsUp(x, i + 1)));
            }
        }

        return Trim(x, point);
    }

    private static char At(string digits, int index) => index < digits.Length ? digits[index] : '0';

    // Half to even, as decimal.round of math/big.
    private static bool RoundsUp(string digits, int length)
    {
        if (length >= digits.Length)
        {
            return false;
        }

        return digits[length] == '5' && length + 1 == digits.Length ? length > 0 && (digits[length - 1] - '0') % 2 != 0 : digits[length] >= '5';
    }

    private static (string Digits, int Point) RoundAt(string digits, int length, int point, bool up)
    {
        var kept = digits[..length];
        return up ? Digits(BigInteger.Parse("1" + kept, CultureInfo.InvariantCulture) + 1, kept.Length, point) : Trim(kept, point);
    }

    // A "1" stands before the digits, so that zeros in front are not lost; a carry makes it a 2.
    private static (string Digits, int Point) Digits(BigInteger marked, int length, int point)
    {
        var text = marked.ToString(CultureInfo.InvariantCulture);
        return text[0] == '2' ? ("1", point + 1) : Trim(text[^length..], point);
    }

    private static (string Digits, int Point) Trim(string digits, int point)
    {
        var significant = digits.TrimStart('0');
        return (significant.TrimEnd('0'), point - (digits.Length - significant.Length));
    }

    /// <summary>All decimal digits of mantissa × 2^exponent.</summary>
    private static (string Digits, int Point) Digits(BigInteger mantissa, int exponent)
    {
        if (exponent >= 0)
        {
            var whole = (mantissa << exponent).ToString(CultureInfo.InvariantCulture);
            return (whole.TrimEnd('0'), whole.Length);
        }

        // 2^-n = 5^n / 10^n
        var zeros = (int)Math.Min((long)BigInteger.TrailingZeroCount(mantissa), -(long)exponent);
        mantissa >>= zeros;
        exponent += zeros;
        var text = (mantissa * BigInteger.Pow(5, -exponent)).ToString(CultureInfo.InvariantCulture);
        return (text.TrimEnd('0'), text.Length + exponent);
    }
}
