using System.Globalization;
using System.Numerics;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Amounts with units: <c>100m</c>, <c>1.5Gi</c>.</summary>
internal static class UnitBuiltins
{
    // Larger exponents would be numbers of endless digits.
    private const int MaxExponentDigits = 5;

    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("units.parse", Parse),
        new("units.parse_bytes", ParseBytes),
    ];

    private static RegoValue? ParseBytes(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Strings.GoCase.Lower(Operand.String(operands, 0)).Replace("\"", "", StringComparison.Ordinal);
        if (text.Contains(' ', StringComparison.Ordinal))
        {
            return context.Fail("units.parse_bytes: spaces not allowed in resource strings");
        }

        if (!TryCut(text, out var amount, out var unit))
        {
            return context.Fail("units.parse_bytes: exponent too large");
        }

        if (amount.Length == 0)
        {
            return context.Fail("units.parse_bytes: no byte amount provided");
        }

        if (ByteFactor(unit) is not { } factor)
        {
            return context.Fail($"units.parse_bytes: byte unit {unit} not recognized");
        }

        if (ToNumber(amount) is not { } number)
        {
            return context.Fail("units.parse_bytes: could not parse byte amount to a number");
        }

        return RegoNumber.Of((BigFloat.Of(number) * BigFloat.Of(factor)).Truncate());
    }

    private static BigInteger? ByteFactor(string unit) => unit switch
    {
        "" => 1,
        "kb" or "k" => Power(1000, 1),
        "kib" or "ki" => Power(1024, 1),
        "mb" or "m" => Power(1000, 2),
        "mib" or "mi" => Power(1024, 2),
        "gb" or "g" => Power(1000, 3),
        "gib" or "gi" => Power(1024, 3),
        "tb" or "t" => Power(1000, 4),
        "tib" or "ti" => Power(1024, 4),
        "pb" or "p" => Power(1000, 5),
        "pib" or "pi" => Power(1024, 5),
        "eb" or "e" => Power(1000, 6),
        "eib" or "ei" => Power(1024, 6),
        _ => null,
    };

    private static BigInteger Power(int thousand, int exponent) => BigInteger.Pow(thousand, exponent);

    private static RegoValue? Parse(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0).Replace("\"", "", StringComparison.Ordinal);
        if (text.Contains(' ', StringComparison.Ordinal))
        {
            return context.Fail("units.parse: spaces not allowed in resource strings");
        }

        if (!TryCut(text, out var amount, out var unit))
        {
            return context.Fail("units.parse: exponent too large");
        }

        if (amount.Length == 0)
        {
            return context.Fail("units.parse: no amount provided");
        }

        // The first letter keeps its case: m is a thousandth, M a million.
        unit = unit.Length > 1 ? unit[..1] + Strings.GoCase.Lower(unit[1..]) : unit;
        if (unit != "m" && Factor(unit) is null)
        {
            return context.Fail($"units.parse: unit {unit} not recognized");
        }

        if (ToNumber(amount) is not { } number || !DecimalValue.TryParse(number.Text, out var exact))
        {
            return context.Fail("units.parse: could not parse amount to a number");
        }

        return unit == "m" ? Milli(exact) : Product(exact, Factor(unit)!.Value);
    }

    private static BigInteger? Factor(string unit) => unit switch
    {
        "" => 1,
        "k" or "K" => Power(1000, 1),
        "ki" or "Ki" => Power(1024, 1),
        "M" => Power(1000, 2),
        "mi" or "Mi" => Power(1024, 2),
        "g" or "G" => Power(1000, 3),
        "gi" or "Gi" => Power(1024, 3),
        "t" or "T" => Power(1000, 4),
        "ti" or "Ti" => Power(1024, 4),
        "p" or "P" => Power(1000, 5),
        "pi" or "Pi" => Power(1024, 5),
        "e" or "E" => Power(1000, 6),
        "ei" or "Ei" => Power(1024, 6),
        _ => null,
    };

    private static RegoNumber Product(DecimalValue exact, BigInteger factor) => Print(Numerator(exact) * factor, Denominator(exact));

    // OPA multiplies with the float 0.001, which is a little more than a thousandth; no amount comes out as an integer.
    private static RegoNumber Milli(DecimalValue exact)
        => Print(Numerator(exact) * 1152921504606847, Denominator(exact) * (BigInteger.One << 60));

    private static BigInteger Numerator(DecimalValue value)
    {
        var digits = value.Digits.Length == 0 ? 0 : BigInteger.Parse(value.Digits, CultureInfo.InvariantCulture);
        return (value.Negative ? -digits : digits) * BigInteger.Pow(10, (int)Math.Max(0, value.Point - value.Digits.Length));
    }

    private static BigInteger Denominator(DecimalValue value) => BigInteger.Pow(10, (int)Math.Max(0, value.Digits.Length - value.Point));

    /// <summary>An integer as such, everything else with ten digits behind the point, rounded half away from zero.</summary>
    private static RegoNumber Print(BigInteger numerator, BigInteger denominator)
    {
        if ((numerator % denominator).IsZero)
        {
            return RegoNumber.Of(numerator / denominator);
        }

        var scaled = ((BigInteger.Abs(numerator) * BigInteger.Pow(10, 10) * 2) + denominator) / (denominator * 2);
        var digits = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(11, '0');
        return RegoNumber.Parse($"{(numerator.Sign < 0 ? "-" : "")}{digits[..^10]}.{digits[^10..]}");
    }

    private static RegoNumber? ToNumber(string amount)
    {
        // Go's number syntax: a sign, leading zeros and a bare point are fine.
        var sign = amount[0] == '-' ? "-" : "";
        var text = amount[0] is '-' or '+' ? amount[1..] : amount;
        var e = text.IndexOfAny(['e', 'E']);
        var mantissa = e < 0 ? text : text[..e];
        if (mantissa.Trim('.').Length == 0)
        {
            return null;
        }

        mantissa = mantissa.TrimStart('0');
        mantissa = mantissa.Length == 0 || mantissa[0] == '.' ? "0" + mantissa : mantissa;
        mantissa = mantissa.EndsWith('.') ? mantissa[..^1] : mantissa;
        return RegoNumber.TryParse(sign + mantissa + (e < 0 ? "" : text[e..]), out var number) ? number : null;
    }

    /// <summary>Cuts before the unit. An e is part of the number if a digit or sign follows it.</summary>
    private static bool TryCut(string text, out string amount, out string unit)
    {
        var end = text.Length;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is 'e' or 'E')
            {
                if (i == text.Length - 1 || !(char.IsAsciiDigit(text[i + 1]) || text[i + 1] is '+' or '-'))
                {
                    end = i;
                    break;
                }

                i += text[i + 1] is '+' or '-' ? 1 : 0;
                var digits = text.AsSpan(i + 1);
                var count = digits.IndexOfAnyExceptInRange('0', '9');
                if ((count < 0 ? digits.Length : count) > MaxExponentDigits)
                {
                    amount = unit = "";
                    return false;
                }
            }
            else if (!char.IsAsciiDigit(c) && c is not ('.' or '+' or '-'))
            {
                end = i;
                break;
            }
        }

        amount = text[..end];
        unit = text[end..];
        return true;
    }
}
