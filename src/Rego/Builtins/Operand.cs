using System.Numerics;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Operands of builtins as what they must be, and OPA's one wording where they are not. Positions are from 0 here, from 1 in messages.</summary>
internal static class Operand
{
    /// <summary>What is said of an operand that is not of the type, or none of several types (<c>{a, b}</c>).</summary>
    public static string WrongType(int index, RegoValue got, string expected)
        => $"operand {index + 1} must be {(expected.Contains(',', StringComparison.Ordinal) ? $"one of {{{expected}}}" : expected)} but got {got.TypeName}";

    /// <summary>An operand of the wrong type.</summary>
    public static BuiltinException Wrong(int index, RegoValue got, string expected)
        => new(BuiltinException.TypeError, WrongType(index, got, expected));

    /// <summary>An operand that is wrong in another way.</summary>
    public static BuiltinException Wrong(int index, string what)
        => new(BuiltinException.TypeError, $"operand {index + 1} {what}");

    /// <summary>A collection with an element of the wrong type.</summary>
    public static BuiltinException WrongElement(int index, RegoValue collection, RegoValue element, string expected)
    {
        var type = collection.TypeName;
        var elements = expected.Contains(',', StringComparison.Ordinal) ? $"(any of) {{{expected}}}" : expected + "s";
        return Wrong(index, $"must be {type} of {elements} but got {type} containing {element.TypeName}");
    }

    public static RegoString Text(ReadOnlySpan<RegoValue> operands, int index)
        => operands[index] as RegoString ?? throw Wrong(index, operands[index], "string");

    public static string String(ReadOnlySpan<RegoValue> operands, int index) => Text(operands, index).Value;

    public static RegoNumber Number(ReadOnlySpan<RegoValue> operands, int index)
        => operands[index] as RegoNumber ?? throw Wrong(index, operands[index], "number");

    public static RegoArray Array(ReadOnlySpan<RegoValue> operands, int index)
        => operands[index] as RegoArray ?? throw Wrong(index, operands[index], "array");

    public static RegoObject Object(ReadOnlySpan<RegoValue> operands, int index)
        => operands[index] as RegoObject ?? throw Wrong(index, operands[index], "object");

    public static RegoSet Set(ReadOnlySpan<RegoValue> operands, int index)
        => operands[index] as RegoSet ?? throw Wrong(index, operands[index], "set");

    /// <summary>A number written as an integer of 64 bits.</summary>
    public static long Integer(ReadOnlySpan<RegoValue> operands, int index)
        => Number(operands, index).TryGetInt64(out var value) ? value : throw NoInteger(index);

    /// <summary>An integer of any size, however written.</summary>
    public static BigInteger BigInteger(ReadOnlySpan<RegoValue> operands, int index)
    {
        var number = operands[index] as RegoNumber ?? throw Wrong(index, operands[index], "integer");
        return Numbers.TryGetInteger(number, out var value) ? value : throw NoInteger(index);
    }

    private static BuiltinException NoInteger(int index) => Wrong(index, "must be integer number but got floating-point number");

    /// <summary>The texts of an array or a set.</summary>
    public static string[] Strings(ReadOnlySpan<RegoValue> operands, int index)
    {
        var collection = operands[index];
        var count = collection switch
        {
            RegoArray array => array.Count,
            RegoSet set => set.Count,
            _ => throw Wrong(index, collection, "array, set"),
        };
        var texts = new string[count];
        for (var i = 0; i < count; i++)
        {
            var element = collection is RegoArray array ? array[i] : ((RegoSet)collection).ElementAt(i);
            texts[i] = element is RegoString text ? text.Value : throw WrongElement(index, collection, element, "string");
        }

        return texts;
    }

    /// <summary>The elements of an array or a set, in order.</summary>
    public static IReadOnlyCollection<RegoValue> Elements(ReadOnlySpan<RegoValue> operands, int index, string expected = "array, set") => operands[index] switch
    {
        RegoArray array => array,
        RegoSet set => set,
        var other => throw Wrong(index, other, expected),
    };
}
