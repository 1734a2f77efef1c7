using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>
/// One step of a body with all that follows it. It binds variables and goes on, once for each way in which it holds: what comes
/// after a step is its continuation, so that nothing is allocated to remember where an enumeration stood.
/// </summary>
internal abstract class Step
{
    /// <summary>Goes through all ways in which this step and those after it hold.</summary>
    /// <returns>False if whoever collects the results has enough, and the enumerations around this step are to end.</returns>
    public abstract bool Run(EvaluationContext context, Slot[] frame);
}

/// <summary>What holds or does not, in one way only; it may bind variables.</summary>
internal abstract class Condition
{
    public abstract bool Holds(EvaluationContext context, Slot[] frame);
}

/// <summary>Conditions that follow one another, in a loop: long bodies need no deep stack.</summary>
internal sealed class ConditionsStep(Condition[] conditions, Step next) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Holds(context, frame))
            {
                return true;
            }
        }

        return next.Run(context, frame);
    }
}

/// <summary>A single condition.</summary>
internal sealed class ConditionStep(Condition condition, Step next) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
        => !condition.Holds(context, frame) || next.Run(context, frame);
}

/// <summary>The end of a body of which one result is enough.</summary>
internal sealed class EnoughStep : Step
{
    public static EnoughStep Instance { get; } = new();

    public override bool Run(EvaluationContext context, Slot[] frame) => false;
}

/// <summary>Goes through the members of a collection: <c>x[key] = value</c> with an unbound key.</summary>
/// <param name="collection">Over what; nothing happens if that is no collection.</param>
/// <param name="key">The slot for the key, -1 if nobody asks.</param>
/// <param name="value">The slot for the value, -1 if nobody asks.</param>
/// <param name="next">What follows.</param>
internal sealed class EnumerateStep(Expression collection, int key, int value, Step next) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        var over = collection.Evaluate(context, frame);
        if (over is null)
        {
            return true;
        }

        context.Descend();
        var goOn = over switch
        {
            RegoArray array => RunArray(context, frame, array),
            RegoObject members => RunObject(context, frame, members),
            RegoSet set => RunSet(context, frame, set),
            _ => true,
        };
        context.Ascend();
        return goOn;
    }

    private bool RunArray(EvaluationContext context, Slot[] frame, RegoArray array)
    {
        for (var i = 0; i < array.Count; i++)
        {
            context.Step();
            if (key >= 0)
            {
                frame[key].Value = RegoNumber.Of(i);
            }

            if (value >= 0)
            {
                frame[value].Value = array[i];
            }

            if (!next.Run(context, frame))
            {
                return false;
            }
        }

        return true;
    }

    private bool RunObject(EvaluationContext context, Slot[] frame, RegoObject members)
    {
        var enumerator = members.GetEnumerator();
        while (enumerator.MoveNext())
        {
            context.Step();
            if (key >= 0)
            {
                frame[key].Value = enumerator.Key;
            }

            if (value >= 0)
            {
                frame[value].Value = enumerator.Value;
            }

            if (!next.Run(context, frame))
            {
                return false;
            }
        }

        return true;
    }

    private bool RunSet(EvaluationContext context, Slot[] frame, RegoSet set)
    {
        foreach (var element in set)
        {
            context.Step();
            if (key >= 0)
            {
                frame[key].Value = element;
            }

            if (value >= 0)
            {
                frame[value].Value = element;
            }

            if (!next.Run(context, frame))
            {
                return false;
            }
        }

        return true;
    }
}
