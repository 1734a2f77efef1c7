using System.Numerics;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Bits of integers of any size, negative ones as endless two's complements.</summary>
internal static class BitBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("bits.and", (_, operands) => RegoNumber.Of(Operand.BigInteger(operands, 0) & Operand.BigInteger(operands, 1))),
        new("bits.or", (_, operands) => RegoNumber.Of(Operand.BigInteger(operands, 0) | Operand.BigInteger(operands, 1))),
        new("bits.xor", (_, operands) => RegoNumber.Of(Operand.BigInteger(operands, 0) ^ Operand.BigInteger(operands, 1))),
        new("bits.negate", (_, operands) => RegoNumber.Of(-Operand.BigInteger(operands, 0) - 1)),
        new("bits.lsh", ShiftLeft),
        new("bits.rsh", ShiftRight),
    ];

    private static RegoValue? ShiftLeft(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var value = Operand.BigInteger(operands, 0);
        var count = ShiftCount(operands);
        context.CheckSize((count + value.GetBitLength()) * 16); // printing takes far longer than shifting
        return RegoNumber.Of(value << (int)count);
    }

    private static RegoNumber ShiftRight(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var value = Operand.BigInteger(operands, 0);
        var count = ShiftCount(operands);
        return RegoNumber.Of(count > value.GetBitLength() ? (value.Sign < 0 ? -1 : 0) : value >> (int)count);
    }

    private static BigInteger ShiftCount(ReadOnlySpan<RegoValue> operands)
    {
        var count = Operand.BigInteger(operands, 1);
        return count.Sign >= 0 ? count : throw Operand.Wrong(1, "must be an unsigned integer number but got a negative integer");
    }
}
