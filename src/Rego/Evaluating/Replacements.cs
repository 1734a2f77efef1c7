using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>The functions that <c>with</c> replaces, in this scope and those around it. A function is known by its object:
/// a <see cref="Builtins.BuiltinEntry"/> or a <see cref="FunctionRules"/>.</summary>
internal sealed class Replacements((object Function, Replacement Replacement)[] replaced, Replacements? outer)
{
    private readonly (object Function, Replacement Replacement)[] _replaced = replaced;
    private readonly Replacements? _outer = outer;

    /// <summary>What stands in for a function, the innermost if there are several; null if it is not replaced.</summary>
    public Replacement? Of(object function)
    {
        for (var one = this; one is not null; one = one._outer)
        {
            // The last of one expression wins.
            for (var i = one._replaced.Length - 1; i >= 0; i--)
            {
                if (ReferenceEquals(one._replaced[i].Function, function))
                {
                    return one._replaced[i].Replacement;
                }
            }
        }

        return null;
    }
}

/// <summary>What stands in for a function: a value, or another function.</summary>
internal abstract class Replacement
{
    public abstract RegoValue? Call(EvaluationContext context, ReadOnlySpan<RegoValue> operands);
}

internal sealed class ValueReplacement(RegoValue value) : Replacement
{
    public override RegoValue? Call(EvaluationContext context, ReadOnlySpan<RegoValue> operands) => value;
}

/// <summary>Another function, which sees the real ones while it runs.</summary>
internal sealed class FunctionReplacement(ICallable function) : Replacement
{
    public override RegoValue? Call(EvaluationContext context, ReadOnlySpan<RegoValue> operands)
    {
        var outer = context.Scope;
        context.Scope = outer.Derive(outer.Input, outer.Data, functions: null, outer.Targets);
        var result = function.Call(context, operands);
        context.Scope = outer;
        return result;
    }
}

/// <summary>What can be called with values.</summary>
internal interface ICallable
{
    RegoValue? Call(EvaluationContext context, ReadOnlySpan<RegoValue> operands);
}
