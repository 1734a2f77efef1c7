using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>Rules that give one value. Evaluated once a scope.</summary>
internal sealed class CompleteRules(int index, RegoValue[] path) : DocumentRules(index, path)
{
    /// <summary>The bodies. Set when everything that they may refer to is there.</summary>
    public RuleSelection Bodies { get; set; } = RuleSelection.None;

    /// <summary>The value of the default rule; null if there is none.</summary>
    public RuleBody? Default { get; set; }

    /// <summary>Whether all bodies give the same constant, so that the first that holds is enough.</summary>
    public bool FirstIsEnough { get; set; }

    public override RegoValue? Evaluate(EvaluationContext context)
    {
        var scope = context.Scope;
        ref var memo = ref scope[Index];
        if (!memo.IsKnown)
        {
            memo.Value = Compute(context);
            memo.IsKnown = true;
        }

        return memo.Value;
    }

    private RegoValue? Compute(EvaluationContext context)
    {
        var outer = context.SaveResult();
        foreach (var body in Bodies.Select(context, null))
        {
            Run(context, body);
            if (FirstIsEnough && context.HasResult)
            {
                break;
            }
        }

        if (context.Result is null && Default is not null)
        {
            Run(context, Default);
        }

        return context.RestoreResult(outer);
    }

    private static void Run(EvaluationContext context, RuleBody body)
    {
        var frame = context.Enter(body.FrameSize);
        body.Run(context, frame);
        context.Leave();
    }
}
