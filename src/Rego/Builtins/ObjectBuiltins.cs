using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Objects: getting, merging, choosing members. Recursion is bounded by the depth values may have.</summary>
internal static class ObjectBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("object.filter", (_, operands) => Choose(operands, keep: true)),
        new("object.get", Get),
        new("object.keys", Keys),
        new("object.remove", (_, operands) => Choose(operands, keep: false)),
        new("object.subset", Subset),
        new("object.union", (_, operands) => Union(Operand.Object(operands, 0), Operand.Object(operands, 1))),
        new("object.union_n", UnionOfAll),
    ];

    private static RegoValue? Get(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (operands[0] is not RegoObject obj)
        {
            return context.FailOperand(0, operands[0], "object");
        }

        if (operands[1] is not RegoArray path)
        {
            return obj.Lookup(operands[1]) ?? operands[2];
        }

        RegoValue? value = obj;
        for (var i = 0; i < path.Count && value is not null; i++)
        {
            value = value.Lookup(path[i]);
        }

        return value ?? operands[2];
    }

    private static RegoSet Keys(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var obj = Operand.Object(operands, 0);
        var keys = new RegoSet.Builder(obj.Count);
        foreach (var (key, _) in obj)
        {
            keys.Add(key);
        }

        return keys.Build();
    }

    private static RegoObject Choose(ReadOnlySpan<RegoValue> operands, bool keep)
    {
        var obj = Operand.Object(operands, 0);
        var keys = operands[1];
        var chosen = keys switch
        {
            RegoArray array => RegoSet.Create([.. array]),
            RegoSet set => set,
            RegoObject other => RegoSet.Create([.. other.Select(member => member.Key)]),
            _ => throw Operand.Wrong(1, keys, "object, set, array"),
        };
        var result = new RegoObject.Builder(obj.Count);
        foreach (var (key, value) in obj)
        {
            if (chosen.Contains(key) == keep)
            {
                result.Set(key, value);
            }
        }

        return result.Build();
    }

    /// <summary>All members of both; where both have a key, the objects there are united, else the right value stays.</summary>
    private static RegoObject Union(RegoObject left, RegoObject right)
    {
        var result = new RegoObject.Builder(left);
        foreach (var (key, value) in right)
        {
            result.Set(key, value is RegoObject update && left.Lookup(key) is RegoObject original ? Union(original, update) : value);
        }

        return result.Build();
    }

    private static RegoObject UnionOfAll(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var objects = Operand.Array(operands, 0);
        for (var i = objects.Count - 1; i >= 0; i--)
        {
            if (objects[i] is not RegoObject)
            {
                throw Operand.WrongElement(0, objects, objects[i], "object");
            }
        }

        return objects.Aggregate(RegoObject.Empty, static (all, next) => Union(all, (RegoObject)next));
    }

    private static RegoValue? Subset(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (operands[0] is RegoArray super && operands[1] is RegoSet sub)
        {
            // OPA counts down the matches in the array, and an empty array ends the count before it begins.
            return RegoBoolean.Of(super.Count > 0 && sub.Count <= super.Distinct().Count(sub.Contains));
        }

        return IsSubset(operands[0], operands[1]) is { } answer
            ? RegoBoolean.Of(answer)
            : throw new BuiltinException(BuiltinException.TypeError, "both arguments object.subset must be of the same type or array and set");
    }

    private static bool? IsSubset(RegoValue super, RegoValue sub) => (super, sub) switch
    {
        (RegoObject whole, RegoObject part) => part.All(member =>
            whole.Lookup(member.Key) is { } value && (value.Equals(member.Value) || IsSubset(value, member.Value) == true)),
        (RegoSet whole, RegoSet part) => part.All(whole.Contains),
        (RegoArray whole, RegoArray part) => HasRun(whole, part),
        _ => null,
    };

    /// <summary>Whether the items of one array stand in another one after the other.</summary>
    private static bool HasRun(RegoArray whole, RegoArray part)
    {
        for (var start = 0; start + part.Count <= whole.Count; start++)
        {
            var same = 0;
            while (same < part.Count && whole[start + same].Equals(part[same]))
            {
                same++;
            }

            if (same == part.Count)
            {
                return true;
            }
        }

        return false;
    }
}
