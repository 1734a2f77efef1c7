using Bouncer.Rego.Builtins;
using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>A call of a builtin that has many results, one after another: <c>walk(x, [path, value])</c>.</summary>
internal sealed class RelationStep(BuiltinEntry builtin, Expression[] operands, int result, SourceSpan span, Step next) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        var values = new RegoValue[operands.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (operands[i].Evaluate(context, frame) is not { } value)
            {
                return true;
            }

            values[i] = value;
        }

        if (context.Scope.Functions?.Of(builtin) is { } replacement)
        {
            return Take(context, frame, replacement.Call(context, values));
        }

        context.Descend();
        var goOn = RunAll(context, frame, values);
        context.Ascend();
        return goOn;
    }

    private bool RunAll(EvaluationContext context, Slot[] frame, RegoValue[] values)
    {
        using var results = builtin.Relation!(context.Builtins, values).GetEnumerator();
        while (MoveNext(context, results))
        {
            context.Step();
            if (!Take(context, frame, results.Current))
            {
                return false;
            }
        }

        return true;
    }

    // Errors of the builtin are caught, those of what follows are not.
    private bool MoveNext(EvaluationContext context, IEnumerator<RegoValue> results)
    {
        try
        {
            return results.MoveNext();
        }
        catch (BuiltinException error)
        {
            context.Failed(builtin, error.Code, error.Detail, span);
            return false;
        }
    }

    private bool Take(EvaluationContext context, Slot[] frame, RegoValue? value)
    {
        if (value is null)
        {
            return true;
        }

        frame[result].Value = value;
        return next.Run(context, frame);
    }
}
