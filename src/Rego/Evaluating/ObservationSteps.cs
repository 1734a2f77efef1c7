using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>Tells the observer that an expression is about to be evaluated.</summary>
internal sealed class BeforeCondition(SourceSpan span) : Condition
{
    public override bool Holds(EvaluationContext context, Slot[] frame)
    {
        context.Observer?.Before(span);
        return true;
    }
}

/// <summary>Tells the observer that an expression holds, and with which values.</summary>
internal sealed class AfterStep(SourceSpan span, (string Name, int Slot)[] variables, Step next) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        if (context.Observer is { } observer)
        {
            var values = new (string, RegoValue)[variables.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (variables[i].Name, frame[variables[i].Slot].Value!);
            }

            observer.After(span, values);
        }

        return next.Run(context, frame);
    }
}
