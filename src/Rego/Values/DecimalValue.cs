using System.Globalization;

namespace Bouncer.Rego.Values;

/// <summary>
/// The exact value of a number as decimal digits: ± 0.DIGITS × 10^Point, the digits without zeros at either end. One form for one
/// value, so that equality, hash codes and order need no arithmetic, and 1e1000000 costs one digit.
/// </summary>
internal sealed record DecimalValue(bool Negative, string Digits, long Point) : IComparable<DecimalValue>
{
    /// <summary>Larger exponents are refused: no computation with them could end well.</summary>
    public const long MaxExponent = 1_000_000_000;

    public static DecimalValue Of(long value)
        => TryParse(value.ToString(CultureInfo.InvariantCulture), out var exact) ? exact : throw new InvalidOperationException("An integer is a number.");

    /// <summary>The value of a valid JSON number; false only if its exponent is too large.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DecimalValue value)
    {
        var negative = text[0] == '-';
        var unsigned = negative ? text[1..] : text;
        var e = unsigned.IndexOfAny('e', 'E');
        long exponent = 0;
        value = Zero;
        var mantissa = e < 0 ? unsigned : unsigned[..e];
        if (e >= 0 && !TryParseExponent(unsigned[(e + 1)..], out exponent))
        {
            // Zero stays zero whatever the exponent.
            return mantissa.IndexOfAnyInRange('1', '9') < 0;
        }

        var dot = mantissa.IndexOf('.');
        Span<char> digits = mantissa.Length <= 256 ? stackalloc char[mantissa.Length] : new char[mantissa.Length];
        mantissa.CopyTo(digits);
        if (dot >= 0)
        {
            mantissa[(dot + 1)..].CopyTo(digits[dot..]);
            digits = digits[..^1];
        }

        var point = dot >= 0 ? dot : mantissa.Length;
        var first = digits.IndexOfAnyExcept('0');
        if (first < 0)
        {
            return true;
        }

        value = new(negative, digits[first..].TrimEnd('0').ToString(), point - first + exponent);
        return true;
    }

    private static DecimalValue Zero { get; } = new(false, "", 0);

    private static bool TryParseExponent(ReadOnlySpan<char> text, out long exponent)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) && Math.Abs(exponent) <= MaxExponent;

    /// <summary>The value as an integer of 64 bits, if it is one.</summary>
    public bool TryGetInt64(out long integer)
    {
        integer = 0;
        if (Digits.Length == 0)
        {
            return true;
        }

        if (Point < Digits.Length || Point > 19)
        {
            return false;
        }

        Span<char> text = stackalloc char[20];
        text.Fill('0');
        text[0] = Negative ? '-' : '0';
        Digits.CopyTo(text[1..]);
        return long.TryParse(text[..((int)Point + 1)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer);
    }

    public int CompareTo(DecimalValue? other)
    {
        if (other is null)
        {
            return 1;
        }

        var sign = Sign;
        if (sign != other.Sign)
        {
            return sign.CompareTo(other.Sign);
        }

        var magnitude = Point != other.Point ? Point.CompareTo(other.Point) : string.CompareOrdinal(Digits, other.Digits);
        return sign * Math.Sign(magnitude);
    }

    private int Sign => Digits.Length == 0 ? 0 : Negative ? -1 : 1;
}
