using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>One value from the elements of a collection.</summary>
internal static class AggregateBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("count", Count),
        new("sum", (_, operands) => Accumulate(operands, add: true)),
        new("product", (_, operands) => Accumulate(operands, add: false)),
        new("max", (_, operands) => Operand.Elements(operands, 0, "set, array").Aggregate(default(RegoValue), static (most, x) => most is null || most.CompareTo(x) <= 0 ? x : most)),
        new("min", (_, operands) => Operand.Elements(operands, 0, "set, array").Aggregate(default(RegoValue), static (least, x) => least is null || least.CompareTo(x) >= 0 ? x : least)),
        new("sort", Sort),
        new("all", (_, operands) => RegoBoolean.Of(Operand.Elements(operands, 0).All(static x => x.Equals(RegoBoolean.True)))),
        new("any", (_, operands) => RegoBoolean.Of(Operand.Elements(operands, 0).Any(static x => x.Equals(RegoBoolean.True)))),
    ];

    private static RegoValue? Count(BuiltinContext context, ReadOnlySpan<RegoValue> operands) => operands[0] switch
    {
        RegoArray array => RegoNumber.Of(array.Count),
        RegoObject obj => RegoNumber.Of(obj.Count),
        RegoSet set => RegoNumber.Of(set.Count),
        RegoString text => RegoNumber.Of(GoText.CountRunes(text.Value)),
        var other => context.FailOperand(0, other, "array, object, set, string"),
    };

    // Integers are combined exactly while the result has 64 bits; with anything else, all of them are floats, as in OPA.
    private static RegoNumber Accumulate(ReadOnlySpan<RegoValue> operands, bool add)
    {
        var elements = Operand.Elements(operands, 0, "set, array");
        var exact = true;
        var total = add ? 0L : 1L;
        foreach (var element in elements)
        {
            var number = element as RegoNumber ?? throw Operand.WrongElement(0, operands[0], element, "number");
            exact = exact && number.TryGetInt64(out var next) && TryCombine(add, total, next, out total);
        }

        return exact ? RegoNumber.Of(total) : AccumulateFloats(elements, add);
    }

    private static RegoNumber AccumulateFloats(IReadOnlyCollection<RegoValue> elements, bool add)
    {
        var total = BigFloat.Of(add ? 0 : System.Numerics.BigInteger.One);
        foreach (var element in elements)
        {
            var number = BigFloat.Of((RegoNumber)element);
            total = add ? total + number : total * number;
        }

        return total.ToNumber();
    }

    private static bool TryCombine(bool add, long x, long y, out long result)
    {
        var wide = add ? (Int128)x + y : Math.BigMul(x, y);
        result = unchecked((long)wide);
        return result == wide;
    }

    private static RegoArray Sort(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var elements = Operand.Elements(operands, 0, "set, array");
        return RegoArray.Own([.. elements.Order()]);
    }
}
