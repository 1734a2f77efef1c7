using Bouncer.Rego.Syntax;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>An expression that is defined and not <c>false</c>.</summary>
internal sealed class TruthCondition(Expression expression) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame)
        => expression.Evaluate(context, frame) is { } value && !ReferenceEquals(value, RegoBoolean.False);
}

/// <summary>An expression that is defined.</summary>
internal sealed class DefinedCondition(Expression expression) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame) => expression.Evaluate(context, frame) is not null;
}

/// <summary>What never holds, such as <c>[x] = [1, 2]</c>.</summary>
internal sealed class NeverCondition : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame) => false;
}

/// <summary>Gives a variable its value.</summary>
internal sealed class BindCondition(int slot, Expression expression) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame)
    {
        var value = expression.Evaluate(context, frame);
        frame[slot].Value = value;
        return value is not null;
    }
}

/// <summary>Two values that are the same.</summary>
internal sealed class SameCondition(Expression left, Expression right) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame)
    {
        var one = left.Evaluate(context, frame);
        if (one is null)
        {
            return false;
        }

        var other = right.Evaluate(context, frame);
        return ReferenceEquals(one, other) || (other is not null && one.Equals(other));
    }
}

/// <summary>A value that is the same as what a comprehension makes, which is not made for a value of another kind.</summary>
internal sealed class SameAsComprehensionCondition(Expression value, Expression comprehension, ComprehensionKind kind) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame)
    {
        var one = value.Evaluate(context, frame);
        var isPossible = one switch
        {
            RegoSet => true,
            RegoArray => kind == ComprehensionKind.Array,
            RegoObject => kind == ComprehensionKind.Object,
            _ => false,
        };
        return isPossible && comprehension.Evaluate(context, frame) is { } other && one!.Equals(other);
    }
}

/// <summary>A value that is an array so long: the items are matched by the conditions that follow.</summary>
internal sealed class ArrayCondition(int slot, int count) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame) => frame[slot].Value is RegoArray array && array.Count == count;
}

/// <summary>A value that is an object with so many members.</summary>
internal sealed class ObjectCondition(int slot, int count) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame) => frame[slot].Value is RegoObject members && members.Count == count;
}

/// <summary><c>not …</c>: the steps end in an <see cref="EnoughStep"/>.</summary>
internal sealed class NotCondition(Step steps) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame)
    {
        context.Descend();
        var found = !steps.Run(context, frame);
        context.Ascend();
        return !found;
    }
}

/// <summary><c>every key, value in domain { body }</c>: the body ends in an <see cref="EnoughStep"/>.</summary>
internal sealed class EveryCondition(Expression domain, Step exceptions) : Condition
{
    // What is looked for is a member for which the body does not hold: an EnumerateStep over the domain, then a NotCondition.
    public override bool Holds(EvaluationContext context, Slot[] frame)
    {
        if (domain.Evaluate(context, frame) is not (RegoArray or RegoObject or RegoSet))
        {
            return false;
        }

        context.Descend();
        var exception = !exceptions.Run(context, frame);
        context.Ascend();
        return !exception;
    }
}

/// <summary>A call for its effect: <c>print(x)</c>. Holds whatever comes of it.</summary>
internal sealed class ActionCondition(Expression action) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame)
    {
        action.Evaluate(context, frame);
        return true;
    }
}

/// <summary>Conditions planned as steps, which end in an <see cref="EnoughStep"/>.</summary>
internal sealed class StepsCondition(Step steps) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame) => !steps.Run(context, frame);
}
