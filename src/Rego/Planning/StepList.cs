using Bouncer.Rego.Evaluating;

namespace Bouncer.Rego.Planning;

/// <summary>The steps of a body while it is planned. They are linked from the last to the first, when the end is known.</summary>
internal sealed class StepList
{
    private readonly List<object> _steps = [];

    /// <summary>Adds a condition.</summary>
    public void Add(Condition condition) => _steps.Add(condition);

    /// <summary>Adds a step that can hold in several ways, made from what follows it.</summary>
    public void Add(Func<Step, Step> step) => _steps.Add(step);

    /// <summary>The first of the steps, the last of which is followed by an end.</summary>
    public Step Link(Step end)
    {
        var next = end;
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            if (_steps[i] is Func<Step, Step> make)
            {
                next = make(next);
                continue;
            }

            var first = i;
            while (first > 0 && _steps[first - 1] is Condition)
            {
                first--;
            }

            next = first == i
                ? new ConditionStep((Condition)_steps[i], next)
                : new ConditionsStep([.. _steps[first..(i + 1)].Cast<Condition>()], next);
            i = first;
        }

        return next;
    }
}
