using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>What has at most one value once the variables it reads are bound. Null is undefined.</summary>
internal abstract class Expression
{
    public abstract RegoValue? Evaluate(EvaluationContext context, Slot[] frame);
}

/// <summary>A value that is known beforehand.</summary>
internal sealed class ConstantExpression(RegoValue value) : Expression
{
    public RegoValue Value { get; } = value;

    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame) => Value;
}

/// <summary>The value of a bound variable.</summary>
internal sealed class SlotExpression(int slot) : Expression
{
    public int Slot { get; } = slot;

    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame) => frame[Slot].Value;
}
