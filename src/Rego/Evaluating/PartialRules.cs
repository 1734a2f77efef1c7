using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>Rules each of which adds to a set, or to an object of any depth. Evaluated whole once a scope, or for single keys.</summary>
internal abstract class PartialRules(int index, RegoValue[] path, int maxKeys) : DocumentRules(index, path)
{
    /// <summary>The bodies that make the whole document. Set when everything that they may refer to is there.</summary>
    public RuleSelection Bodies { get; set; } = RuleSelection.None;

    /// <summary>The bodies for a number of keys (the index + 1), which stand in the first slots; made when they are first asked for.</summary>
    public Lazy<RuleSelection>[] KeyedBodies { get; set; } = [];

    public override int MaxKeys { get; } = maxKeys;

    public override RegoValue? Evaluate(EvaluationContext context)
    {
        var scope = context.Scope;
        ref var memo = ref scope[Index];
        if (!memo.IsKnown)
        {
            memo.Value = Collect(context, Bodies, []);
            memo.IsKnown = true;
        }

        return memo.Value;
    }

    public override RegoValue? Lookup(EvaluationContext context, ReadOnlySpan<RegoValue> keys)
    {
        ref var whole = ref context.Scope[Index];
        if (whole.IsKnown)
        {
            return Follow(whole.Value, keys);
        }

        var memos = context.Scope.Keyed;
        var memo = new KeyedMemo(Index, keys.Length, keys.Length == 1 ? keys[0] : RegoArray.Create(keys));
        if (!memos.TryGetValue(memo, out var value))
        {
            value = Follow(Collect(context, KeyedBodies[keys.Length - 1].Value, keys), keys);
            memos.Add(memo, value);
        }

        return value;
    }

    /// <summary>Runs bodies and makes a document of what they give.</summary>
    protected abstract RegoValue Collect(EvaluationContext context, RuleSelection bodies, ReadOnlySpan<RegoValue> keys);

    protected static void Run(EvaluationContext context, RuleSelection bodies, ReadOnlySpan<RegoValue> keys)
    {
        foreach (var body in bodies.Select(context, null))
        {
            var frame = context.Enter(body.FrameSize);
            for (var i = 0; i < keys.Length; i++)
            {
                frame[i].Value = keys[i];
            }

            body.Steps.Run(context, frame);
            context.Leave();
        }
    }

    private static RegoValue? Follow(RegoValue? value, ReadOnlySpan<RegoValue> keys)
    {
        foreach (var key in keys)
        {
            value = value?.Lookup(key);
        }

        return value;
    }
}

/// <summary><c>p contains x if …</c>: the bodies end in an <see cref="AddStep"/>.</summary>
internal sealed class PartialSetRules(int index, RegoValue[] path) : PartialRules(index, path, 1)
{
    protected override RegoValue Collect(EvaluationContext context, RuleSelection bodies, ReadOnlySpan<RegoValue> keys)
    {
        var outer = context.Set;
        context.Set = null;
        Run(context, bodies, keys);
        var result = context.Set?.Build() ?? RegoSet.Empty;
        context.Set = outer;
        return result;
    }
}

/// <summary><c>p[x] := y if …</c>, <c>p[x].q contains y if …</c>: the bodies end in a <see cref="PutAtStep"/>.</summary>
internal sealed class PartialObjectRules(int index, RegoValue[] path, int maxKeys) : PartialRules(index, path, maxKeys)
{
    protected override RegoValue Collect(EvaluationContext context, RuleSelection bodies, ReadOnlySpan<RegoValue> keys)
    {
        var outer = context.Document;
        context.Document = null;
        Run(context, bodies, keys);
        var result = context.Document?.Build() ?? RegoObject.Empty;
        context.Document = outer;
        return result;
    }
}
