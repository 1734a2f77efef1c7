using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Arrays from arrays.</summary>
internal static class ArrayBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("array.concat", Concat),
        new("array.flatten", Flatten),
        new("array.reverse", Reverse),
        new("array.slice", Slice),
    ];

    private static RegoArray Concat(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var first = Operand.Array(operands, 0);
        var second = Operand.Array(operands, 1);
        if (first.Count == 0 || second.Count == 0)
        {
            return first.Count == 0 ? second : first;
        }

        context.CheckSize((long)first.Count + second.Count);
        var items = new RegoValue[first.Count + second.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = i < first.Count ? first[i] : second[i - first.Count];
        }

        return RegoArray.Own(items);
    }

    private static RegoArray Flatten(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var items = new List<RegoValue>();
        foreach (var item in Operand.Array(operands, 0))
        {
            if (item is RegoArray inner)
            {
                items.AddRange(inner);
                context.CheckSize(items.Count);
            }
            else
            {
                items.Add(item);
            }
        }

        return RegoArray.Of(items);
    }

    private static RegoArray Reverse(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var items = Operand.Array(operands, 0).ToArray();
        Array.Reverse(items);
        return RegoArray.Own(items);
    }

    // Bounds outside the array are moved to its ends, as in OPA.
    private static RegoArray Slice(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var array = Operand.Array(operands, 0);
        var start = Operand.Integer(operands, 1);
        var end = (int)Math.Clamp(Operand.Integer(operands, 2), 0, array.Count);
        return array.Slice((int)Math.Clamp(start, 0, end), end);
    }
}
