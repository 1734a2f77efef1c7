using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>All rules of one path: together they make one document.</summary>
internal abstract class DocumentRules(int index, RegoValue[] path) : ICallable
{
    /// <summary>The number of the rules in their policy: where their results are remembered.</summary>
    public int Index { get; } = index;

    /// <summary>The path below <c>data</c>.</summary>
    public RegoValue[] Path { get; } = path;

    /// <summary>The whole document; null if it is undefined, and for functions.</summary>
    public abstract RegoValue? Evaluate(EvaluationContext context);

    /// <summary>The result of a call. Rules that take no arguments give their document.</summary>
    public virtual RegoValue? Call(EvaluationContext context, ReadOnlySpan<RegoValue> operands) => Evaluate(context);

    /// <summary>How many keys below the path <see cref="Lookup"/> can use.</summary>
    public virtual int MaxKeys => 0;

    /// <summary>What is below some keys, evaluating no more than is needed. At most <see cref="MaxKeys"/>, at least one.</summary>
    public virtual RegoValue? Lookup(EvaluationContext context, ReadOnlySpan<RegoValue> keys)
        => throw new NotSupportedException("Only partial rules look up keys.");

    public override string ToString() => "data" + string.Concat(Path.Select(p => p is RegoString s ? "." + s.Value : $"[{p}]"));
}

/// <summary>One body of a rule with what is tried if it has no result.</summary>
internal sealed class RuleBody(int frameSize, Step steps, RuleBody? otherwise)
{
    public int FrameSize { get; } = frameSize;

    public Step Steps { get; } = steps;

    public RuleBody? Else { get; } = otherwise;

    /// <summary>Runs the body, and then else branches until one has a result.</summary>
    public void Run(EvaluationContext context, Slot[] frame)
    {
        context.HasResult = false;
        Steps.Run(context, frame);
        for (var branch = Else; branch is not null && !context.HasResult; branch = branch.Else)
        {
            branch.Steps.Run(context, frame);
        }
    }
}

/// <summary>The end of a body of a complete rule or function: takes the value, or finds that another one was taken before.</summary>
internal sealed class ResultStep(Expression value, bool isEnough, bool isFunction, Text.SourceSpan span) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        if (value.Evaluate(context, frame) is not { } result)
        {
            return true;
        }

        context.HasResult = true;
        if (context.Result is null)
        {
            context.Result = result;
            return !isEnough;
        }

        if (!context.Result.Equals(result))
        {
            throw isFunction ? Conflicts.Functions(span) : Conflicts.CompleteRules(span);
        }

        return !isEnough;
    }
}
