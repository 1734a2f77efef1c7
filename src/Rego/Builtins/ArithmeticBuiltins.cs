using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Arithmetic: exact for integers while they have 64 bits, in OPA's floats otherwise.</summary>
internal static class ArithmeticBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("plus", Plus),
        new("minus", Minus),
        new("mul", Multiply),
        new("div", Divide),
        new("rem", Remainder),
        new("abs", (_, operands) => Unary(operands, static x => x.Absolute())),
        new("round", (_, operands) => Unary(operands, Round)),
        new("ceil", (_, operands) => Unary(operands, Ceiling)),
        new("floor", (_, operands) => Unary(operands, Floor)),
    ];

    private static readonly BigFloat Half = BigFloat.Of(0.5);
    private static readonly BigFloat One = BigFloat.Of(1.0);

    private static RegoValue? Plus(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var x = Operand.Number(operands, 0);
        var y = Operand.Number(operands, 1);
        return x.TryGetInt64(out var a) && y.TryGetInt64(out var b) && !Overflows(a, b, out var sum) ? RegoNumber.Of(sum) : Numbers.Add(x, y);
    }

    private static bool Overflows(long a, long b, out long sum)
    {
        sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) < 0;
    }

    private static RegoValue? Minus(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        switch (operands[0], operands[1])
        {
            case (RegoNumber x, RegoNumber y):
                return x.TryGetInt64(out var a) && y.TryGetInt64(out var b) && b != long.MinValue && !Overflows(a, -b, out var difference)
                    ? RegoNumber.Of(difference)
                    : (BigFloat.Of(x) - BigFloat.Of(y)).ToNumber();
            case (RegoSet x, RegoSet y):
                return SetBuiltins.Difference(x, y);
            case (RegoNumber or RegoSet, _):
                // What is wrong is the other one, seen from the first.
                return context.FailOperand(1, operands[1], operands[1] is RegoNumber ? "set" : "number");
            default:
                return context.FailOperand(0, operands[0], "number, set");
        }
    }

    private static RegoValue? Multiply(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var x = Operand.Number(operands, 0);
        var y = Operand.Number(operands, 1);
        return x.TryGetInt64(out var a) && y.TryGetInt64(out var b) && Math.BigMul(a, b) is var product && product >= long.MinValue && product <= long.MaxValue
            ? RegoNumber.Of((long)product)
            : Numbers.Multiply(x, y);
    }

    private static RegoValue? Divide(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var x = Operand.Number(operands, 0);
        var y = Operand.Number(operands, 1);
        if (y.TryGetIntegerValue(out var divisor) && divisor == 0)
        {
            return context.Fail("divide by zero");
        }

        return x.TryGetInt64(out var a) && y.TryGetInt64(out var b) && a != 0 && b > 0 && a % b == 0
            ? RegoNumber.Of(a / b)
            : (BigFloat.Of(x) / BigFloat.Of(y)).ToNumber();
    }

    private static RegoValue? Remainder(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var x = Operand.Number(operands, 0);
        var y = Operand.Number(operands, 1);
        if (!Numbers.TryGetInteger(x, out var a) || !Numbers.TryGetInteger(y, out var b))
        {
            return context.Fail("modulo on floating-point number");
        }

        return b.IsZero ? context.Fail("modulo by zero") : RegoNumber.Of(System.Numerics.BigInteger.Remainder(a, b));
    }

    private static RegoNumber Unary(ReadOnlySpan<RegoValue> operands, Func<BigFloat, BigFloat> function)
    {
        var number = Operand.Number(operands, 0);
        return number.TryGetInt64(out var value) && value >= 0 ? RegoNumber.Of(value) : function(BigFloat.Of(number)).ToNumber();
    }

    private static BigFloat Round(BigFloat x) => BigFloat.Of((x.IsNegative ? x - Half : x + Half).Truncate());

    // OPA asks whether the truncated number is negative, which -0.5 cut to 0 is not: its ceiling is 1 there, and here.
    private static BigFloat Ceiling(BigFloat x)
    {
        var cut = BigFloat.Of(x.Truncate());
        return cut.IsNegative || x.IsInteger ? cut : cut + One;
    }

    private static BigFloat Floor(BigFloat x)
    {
        var cut = BigFloat.Of(x.Truncate());
        return !cut.IsNegative || x.IsInteger ? cut : cut - One;
    }
}
