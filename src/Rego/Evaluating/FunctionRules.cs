using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>Rules with arguments. The first slots of a frame are the arguments.</summary>
internal sealed class FunctionRules(int index, RegoValue[] path, int arity) : DocumentRules(index, path)
{
    public int Arity { get; } = arity;

    /// <summary>The slots that the largest of the bodies needs.</summary>
    public int FrameSize { get; set; } = arity;

    /// <summary>The bodies. Set when everything that they may refer to is there.</summary>
    public RuleSelection Bodies { get; set; } = RuleSelection.None;

    /// <summary>What is tried if no body has a result.</summary>
    public RuleBody? Default { get; set; }

    /// <summary>Whether all bodies give the same constant, so that the first that holds is enough.</summary>
    public bool FirstIsEnough { get; set; }

    /// <summary>Whether a call is worth being remembered: it loops, or calls other functions.</summary>
    public bool IsRemembered { get; set; }

    /// <summary>A function is no document.</summary>
    public override RegoValue? Evaluate(EvaluationContext context) => null;

    /// <summary>Runs the function on a frame that holds the arguments already, unless it was called with them before.</summary>
    public RegoValue? Run(EvaluationContext context, Slot[] frame)
    {
        if (!IsRemembered || Arity > CallMemo.MaxArguments)
        {
            return Compute(context, frame);
        }

        var calls = context.Scope.Calls;
        var call = new CallMemo(Index, frame, Arity);
        if (!calls.TryGetValue(call, out var result))
        {
            result = Compute(context, frame);
            if (calls.Count < CallMemo.MaxRemembered)
            {
                calls.Add(call, result);
            }
        }

        return result;
    }

    private RegoValue? Compute(EvaluationContext context, Slot[] frame)
    {
        var outer = context.SaveResult();
        foreach (var body in Bodies.Select(context, frame))
        {
            body.Run(context, frame);
            if (FirstIsEnough && context.HasResult)
            {
                break;
            }
        }

        if (context.Result is null)
        {
            Default?.Run(context, frame);
        }

        return context.RestoreResult(outer);
    }

    public override RegoValue? Call(EvaluationContext context, ReadOnlySpan<RegoValue> operands)
    {
        var frame = context.Enter(FrameSize);
        for (var i = 0; i < Arity; i++)
        {
            frame[i].Value = operands[i];
        }

        var result = Run(context, frame);
        context.Leave();
        return result;
    }
}
