using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>What one expression's <c>with</c> modifiers replace.</summary>
internal sealed class WithTargets
{
    public required (RegoValue[] Path, Expression Value)[] Input { get; init; }

    public required (RegoValue[] Path, Expression Value)[] Data { get; init; }

    /// <summary>Functions, with a function or the expression of a value that stands in.</summary>
    public required (object Function, ICallable? Callable, Expression? Value)[] Functions { get; init; }

    /// <summary>The scope in which the expression is evaluated; null if one of the values is undefined.</summary>
    public Scope? Open(EvaluationContext context, Slot[] frame)
    {
        var outer = context.Scope;
        var input = outer.Input;
        foreach (var (path, expression) in Input)
        {
            if (expression.Evaluate(context, frame) is not { } value)
            {
                return null;
            }

            input = Paths.Put(input, path, value);
        }

        var data = outer.Data;
        var targets = outer.Targets;
        if (Data.Length > 0)
        {
            foreach (var (path, expression) in Data)
            {
                if (expression.Evaluate(context, frame) is not { } value)
                {
                    return null;
                }

                data = Paths.Put(data, path, value);
            }

            targets = new DataTargets([.. Data.Select(d => d.Path)], targets);
        }

        var functions = outer.Functions;
        if (Functions.Length > 0)
        {
            var replaced = new (object, Replacement)[Functions.Length];
            for (var i = 0; i < replaced.Length; i++)
            {
                var (function, callable, expression) = Functions[i];
                if (callable is not null)
                {
                    replaced[i] = (function, new FunctionReplacement(callable));
                }
                else if (expression!.Evaluate(context, frame) is { } value)
                {
                    replaced[i] = (function, new ValueReplacement(value));
                }
                else
                {
                    return null;
                }
            }

            functions = new Replacements(replaced, functions);
        }

        return outer.Derive(input, data, functions, targets);
    }
}

/// <summary>Goes on in a scope of its own; the steps of the expression end in a <see cref="EndWithStep"/>.</summary>
internal sealed class WithStep(WithTargets targets, Step inside) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        if (targets.Open(context, frame) is not { } scope)
        {
            return true;
        }

        context.Descend();
        var outer = context.Scope;
        context.Scope = scope;
        var goOn = inside.Run(context, frame);
        context.Scope = outer;
        context.Ascend();
        return goOn;
    }
}

/// <summary>Goes on in the scope around the <c>with</c>, for what follows its expression.</summary>
internal sealed class EndWithStep(Step next) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        var inside = context.Scope;
        context.Scope = inside.Parent!;
        var goOn = next.Run(context, frame);
        context.Scope = inside;
        return goOn;
    }
}
