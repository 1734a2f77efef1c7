using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>walk: all values in a value, each with the path to it. A stack of its own, so that any depth is walked.</summary>
internal static class Walk
{
    public static BuiltinRelation Relation { get; } = (context, operands) => Pairs(context, operands[0]);

    /// <summary>Pairs [path, value] of the value itself and all in it, parents before children, children in order.</summary>
    private static IEnumerable<RegoValue> Pairs(BuiltinContext context, RegoValue root)
    {
        var pending = new Stack<(RegoArray Path, RegoValue Value)>();
        pending.Push((RegoArray.Empty, root));
        while (pending.TryPop(out var next))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return RegoArray.Create(next.Path, next.Value);
            Push(pending, next.Path, next.Value);
        }
    }

    private static void Push(Stack<(RegoArray Path, RegoValue Value)> pending, RegoArray path, RegoValue value)
    {
        switch (value)
        {
            case RegoArray array:
                for (var i = array.Count - 1; i >= 0; i--)
                {
                    pending.Push((Extend(path, RegoNumber.Of(i)), array[i]));
                }

                break;
            case RegoObject obj:
                for (var i = obj.Count - 1; i >= 0; i--)
                {
                    pending.Push((Extend(path, obj.KeyAt(i)), obj.ValueAt(i)));
                }

                break;
            case RegoSet set:
                for (var i = set.Count - 1; i >= 0; i--)
                {
                    pending.Push((Extend(path, set.ElementAt(i)), set.ElementAt(i)));
                }

                break;
        }
    }

    private static RegoArray Extend(RegoArray path, RegoValue step)
    {
        var longer = new RegoValue[path.Count + 1];
        for (var i = 0; i < path.Count; i++)
        {
            longer[i] = path[i];
        }

        longer[^1] = step;
        return RegoArray.Own(longer);
    }
}
