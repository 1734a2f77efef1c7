using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Ranges, random numbers, and numbers from other values.</summary>
internal static class NumberBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("numbers.range", (context, operands) => Range(context, operands, 1)),
        new("numbers.range_step", RangeWithStep),
        new("rand.intn", Random),
        new("to_number", ToNumber),
    ];

    private static readonly System.Buffers.SearchValues<char> NumberCharacters = System.Buffers.SearchValues.Create("+-.0123456789eE");

    private static RegoValue? RangeWithStep(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        Operand.BigInteger(operands, 0);
        Operand.BigInteger(operands, 1);
        var step = Operand.BigInteger(operands, 2);
        return step.Sign > 0 ? Range(context, operands, step) : context.Fail("numbers.range_step: step must be a positive number above zero");
    }

    private static RegoArray Range(BuiltinContext context, ReadOnlySpan<RegoValue> operands, BigInteger step)
    {
        var first = Operand.BigInteger(operands, 0);
        var last = Operand.BigInteger(operands, 1);
        var count = (BigInteger.Abs(last - first) / step) + 1;
        context.CheckSize(count);
        step = first <= last ? step : -step;
        var items = new RegoValue[(int)count];
        var next = first;
        for (var i = 0; i < items.Length; i++, next += step)
        {
            if ((i & 0xFFF) == 0)
            {
                context.Cancellation.ThrowIfCancellationRequested();
            }

            items[i] = RegoNumber.Of(next);
        }

        return RegoArray.Own(items);
    }

    private static RegoValue? Random(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var key = Operand.Text(operands, 0);
        var limit = Operand.Integer(operands, 1);
        if (limit is 0 or long.MinValue)
        {
            return RegoNumber.Zero;
        }

        var below = (ulong)Math.Abs(limit);
        return context.Once("rand.intn", RegoArray.Create(key, RegoNumber.Of((long)below)), () =>
        {
            Span<byte> bytes = stackalloc byte[16];
            context.Random(bytes);
            var random = BinaryPrimitives.ReadUInt128LittleEndian(bytes);
            return RegoNumber.Of((long)(ulong)(random % below));
        });
    }

    private static RegoValue? ToNumber(BuiltinContext context, ReadOnlySpan<RegoValue> operands) => operands[0] switch
    {
        RegoNull => RegoNumber.Zero,
        RegoBoolean boolean => RegoNumber.Of(boolean.Value ? 1 : 0),
        RegoNumber number => number,
        RegoString text => FromText(context, text),
        var other => context.FailOperand(0, other, "null, boolean, number, string"),
    };

    // Go's ParseFloat takes more than JSON: a plus, leading zeros, a bare point. OPA then has numbers it cannot print; here they
    // become the same numbers in a form that is printable.
    private static RegoValue? FromText(BuiltinContext context, RegoString operand)
    {
        var text = operand.Value;
        if (RegoNumber.TryParse(text, out var number) && !double.IsInfinity(number.ToDouble()))
        {
            return number;
        }

        var word = text.TrimStart('+', '-');
        if (word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("infinity", StringComparison.OrdinalIgnoreCase) || word.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return context.FailOperand(0, operand, "valid number string");
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.AsSpan().ContainsAnyExcept(NumberCharacters) || !double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value))
        {
            return context.Fail($"strconv.ParseFloat: parsing {GoQuote.Quote(text)}: invalid syntax");
        }

        return double.IsInfinity(value)
            ? context.Fail($"strconv.ParseFloat: parsing {GoQuote.Quote(text)}: value out of range")
            : RegoNumber.Parse(ToJson(text));
    }

    private static string ToJson(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        var digits = text.TrimStart('+', '-');
        var e = digits.IndexOfAny(['e', 'E']);
        var exponent = e < 0 ? "" : digits[e..];
        var mantissa = (e < 0 ? digits : digits[..e]).TrimStart('0');
        mantissa = mantissa.Length == 0 || mantissa[0] == '.' ? "0" + mantissa : mantissa;
        return sign + mantissa.TrimEnd('.') + exponent;
    }
}
