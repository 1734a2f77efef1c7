using System.Numerics;

namespace Bouncer.Rego.Values;

/// <summary>
/// Go's big.Float as OPA uses it for arithmetic: ± mantissa × 2^exponent, rounded to <see cref="Precision"/> bits, to the nearest,
/// ties to even. The mantissa is odd or zero. No infinities: exponents are bounded by what numbers may be written with.
/// </summary>
internal readonly record struct BigFloat(BigInteger Mantissa, long Exponent, int Precision)
{
    /// <summary>The precision of numbers read from text and of floats computed from them.</summary>
    public const int UsualPrecision = 64;

    /// <summary>
    /// Larger and smaller numbers are not written out in digits: 1e999999999 is a short text, and its digits would fill the memory.
    /// </summary>
    public const int MaxExponent = 400_000;

    private bool NegativeZero { get; init; }

    public bool IsZero => Mantissa.IsZero;

    public bool IsNegative => Mantissa.Sign < 0 || NegativeZero;

    public bool IsInteger => Mantissa.IsZero || Exponent >= 0;

    /// <summary>An integer, with all bits it needs.</summary>
    public static BigFloat Of(BigInteger value) => Round(value, 0, Math.Max(UsualPrecision, (int)BigInteger.Abs(value).GetBitLength()));

    public static BigFloat Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFFL;
        BigInteger mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        return Round(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075, 53);
    }

    /// <summary>The value of a number as big.Float's SetString computes it, its rounding of powers of five included.</summary>
    public static BigFloat Of(RegoNumber number)
    {
        if (number.TryGetIntegerValue(out var integer) && integer != 0)
        {
            return Round(integer, 0, UsualPrecision);
        }

        var text = number.Text;
        if (!DecimalValue.TryParse(text, out var exact))
        {
            throw new FormatException($"\"{text}\" is no number.");
        }

        if (exact.Digits.Length == 0)
        {
            return new BigFloat(0, 0, UsualPrecision) { NegativeZero = text[0] == '-' };
        }

        // The digits as written, trailing zeros included, are Go's starting point.
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var written = e < 0 ? text : text[..e];
        var dot = written.IndexOf('.', StringComparison.Ordinal);
        var fives = (e < 0 ? 0 : long.Parse(text.AsSpan(e + 1), System.Globalization.CultureInfo.InvariantCulture)) - (dot < 0 ? 0 : written.Length - dot - 1);
        var mantissa = BigInteger.Parse(written.Replace(".", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
        if (fives == 0)
        {
            return Round(mantissa, 0, UsualPrecision);
        }

        var power = PowerOfFive((ulong)Math.Abs(fives), UsualPrecision + 64);
        return fives < 0
            ? Quotient(mantissa, fives, power, UsualPrecision)
            : Round(mantissa * power.Mantissa, power.Exponent + fives, UsualPrecision);
    }

    private static BigFloat PowerOfFive(ulong n, int precision)
    {
        const ulong Largest = 27; // 5^27 is the largest in 64 bits, and of the table in Go
        if (n <= Largest)
        {
            return Round(BigInteger.Pow(5, (int)n), 0, precision);
        }

        var result = Round(BigInteger.Pow(5, (int)Largest), 0, precision);
        n -= Largest;
        for (var factor = new BigFloat(5, 0, precision + 64); n > 0; n >>= 1)
        {
            if ((n & 1) != 0)
            {
                result = Round(result.Mantissa * factor.Mantissa, result.Exponent + factor.Exponent, precision);
            }

            factor = Round(factor.Mantissa * factor.Mantissa, factor.Exponent * 2, precision + 64);
        }

        return result;
    }

    private static BigFloat Quotient(BigInteger mantissa, long exponent, BigFloat divisor, int precision)
    {
        // Enough bits that the quotient has more than the precision asked for; a rest makes the last bit sticky.
        var shift = Math.Max(0, precision + 3 + divisor.Mantissa.GetBitLength() - BigInteger.Abs(mantissa).GetBitLength());
        var quotient = BigInteger.DivRem(BigInteger.Abs(mantissa) << (int)shift, BigInteger.Abs(divisor.Mantissa), out var rest);
        quotient = (quotient << 1) | (rest.IsZero ? 0 : 1);
        quotient = mantissa.Sign * divisor.Mantissa.Sign < 0 ? -quotient : quotient;
        return Round(quotient, exponent - divisor.Exponent - shift - 1, precision);
    }

    /// <summary>Rounds to a precision, to the nearest, ties to even, and makes the mantissa odd.</summary>
    public static BigFloat Round(BigInteger mantissa, long exponent, int precision)
    {
        if (mantissa.IsZero)
        {
            return new BigFloat(0, 0, precision);
        }

        var size = BigInteger.Abs(mantissa);
        var excess = (int)(size.GetBitLength() - precision);
        if (excess > 0)
        {
            var half = BigInteger.One << (excess - 1);
            var rest = size & ((BigInteger.One << excess) - 1);
            size >>= excess;
            size += rest > half || (rest == half && !size.IsEven) ? 1 : 0;
            exponent += excess;
        }

        var zeros = (int)BigInteger.TrailingZeroCount(size);
        size >>= zeros;
        return new BigFloat(mantissa.Sign < 0 ? -size : size, exponent + zeros, precision);
    }

    public static BigFloat operator +(BigFloat x, BigFloat y)
    {
        var precision = Math.Max(x.Precision, y.Precision);
        if (x.IsZero || y.IsZero)
        {
            var one = x.IsZero ? y : x;
            return x.IsZero && y.IsZero
                ? new BigFloat(0, 0, precision) { NegativeZero = x.NegativeZero && y.NegativeZero }
                : Round(one.Mantissa, one.Exponent, precision);
        }

        // Far apart, the smaller only decides how the larger is rounded: keep the shift small.
        var (high, low) = x.Top >= y.Top ? (x, y) : (y, x);
        if (high.Exponent - low.Top > precision + 3)
        {
            return Round((high.Mantissa << (precision + 3)) + low.Mantissa.Sign, high.Exponent - precision - 3, precision);
        }

        var exponent = Math.Min(x.Exponent, y.Exponent);
        return Round((x.Mantissa << (int)(x.Exponent - exponent)) + (y.Mantissa << (int)(y.Exponent - exponent)), exponent, precision);
    }

    private long Top => Exponent + BigInteger.Abs(Mantissa).GetBitLength();

    public static BigFloat operator -(BigFloat x) => new BigFloat(-x.Mantissa, x.Exponent, x.Precision) { NegativeZero = x.IsZero && !x.NegativeZero };

    public static BigFloat operator -(BigFloat x, BigFloat y) => x + -y;

    public static BigFloat operator *(BigFloat x, BigFloat y)
        => Round(x.Mantissa * y.Mantissa, x.Exponent + y.Exponent, Math.Max(x.Precision, y.Precision)) with
        {
            NegativeZero = (x.IsZero || y.IsZero) && x.IsNegative != y.IsNegative,
        };

    /// <summary>A quotient; the divisor is not zero.</summary>
    public static BigFloat operator /(BigFloat x, BigFloat y)
        => x.IsZero
            ? new BigFloat(0, 0, Math.Max(x.Precision, y.Precision)) { NegativeZero = x.IsNegative != y.IsNegative }
            : Quotient(x.Mantissa, x.Exponent, y, Math.Max(x.Precision, y.Precision));

    public BigFloat Absolute() => new(BigInteger.Abs(Mantissa), Exponent, Precision);

    /// <summary>The exponent, if the number may be written out.</summary>
    public int BoundedExponent => Math.Abs(Exponent) <= MaxExponent ? (int)Exponent : throw new Builtins.ResultTooLargeException(MaxExponent);

    /// <summary>The integer part, towards zero.</summary>
    public BigInteger Truncate()
    {
        if (Exponent >= 0)
        {
            return Mantissa << BoundedExponent;
        }

        var size = -Exponent > BigInteger.Abs(Mantissa).GetBitLength() ? 0 : BigInteger.Abs(Mantissa) >> (int)-Exponent;
        return Mantissa.Sign < 0 ? -size : size;
    }

    /// <summary>The number as OPA writes it: integers in full, others with the shortest digits that read back the same.</summary>
    public RegoNumber ToNumber() => RegoNumber.Parse(BigFloatText.Print(this));
}
