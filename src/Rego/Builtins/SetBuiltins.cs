using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Sets from sets.</summary>
internal static class SetBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("and", (_, operands) => Intersection(Operand.Set(operands, 0), Operand.Set(operands, 1))),
        new("or", (context, operands) => Union(context, Operand.Set(operands, 0), Operand.Set(operands, 1))),
        new("set_diff", (_, operands) => Difference(Operand.Set(operands, 0), Operand.Set(operands, 1))),
        new("intersection", IntersectionOfAll),
        new("union", UnionOfAll),
    ];

    /// <summary>The elements of one set that another has not.</summary>
    public static RegoSet Difference(RegoSet left, RegoSet right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return left;
        }

        var result = new RegoSet.Builder(left.Count);
        for (var i = 0; i < left.Count; i++)
        {
            if (!right.Contains(left.Unordered(i)))
            {
                result.Add(left.Unordered(i));
            }
        }

        return result.Build();
    }

    private static RegoSet Intersection(RegoSet left, RegoSet right)
    {
        var (few, many) = left.Count <= right.Count ? (left, right) : (right, left);
        var result = new RegoSet.Builder(few.Count);
        for (var i = 0; i < few.Count; i++)
        {
            // Of equal elements (1 and 1.0) the one of the smaller set stays, as in OPA.
            if (many.Contains(few.Unordered(i)))
            {
                result.Add(few.Unordered(i));
            }
        }

        return result.Build();
    }

    private static RegoSet Union(BuiltinContext context, RegoSet left, RegoSet right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return left.Count == 0 ? right : left;
        }

        context.CheckSize((long)left.Count + right.Count);
        var result = new RegoSet.Builder(left);
        for (var i = 0; i < right.Count; i++)
        {
            result.Add(right.Unordered(i));
        }

        return result.Build();
    }

    private static RegoSet IntersectionOfAll(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        RegoSet? result = null;
        foreach (var element in Operand.Set(operands, 0))
        {
            var set = element as RegoSet ?? throw Operand.Wrong(0, element, "set");
            result = result is null ? set : Intersection(result, set);
        }

        return result ?? RegoSet.Empty;
    }

    private static RegoSet UnionOfAll(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var result = new RegoSet.Builder();
        foreach (var element in Operand.Set(operands, 0))
        {
            foreach (var member in element as RegoSet ?? throw Operand.Wrong(0, element, "set"))
            {
                result.Add(member);
            }

            context.CheckSize(result.Count);
        }

        return result.Build();
    }
}
