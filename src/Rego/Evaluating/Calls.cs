using System.Runtime.CompilerServices;
using Bouncer.Rego.Builtins;
using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>A call of a function that rules define.</summary>
internal sealed class FunctionCall(FunctionRules function, Expression[] operands) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        context.Step();
        var callee = context.Enter(function.FrameSize);
        var isDefined = true;
        for (var i = 0; i < operands.Length && isDefined; i++)
        {
            var value = operands[i].Evaluate(context, frame);
            callee[i].Value = value;
            isDefined = value is not null;
        }

        RegoValue? result = null;
        if (isDefined)
        {
            result = context.Scope.Functions?.Of(function) is { } replacement
                ? CallReplacement(context, callee, replacement)
                : function.Run(context, callee);
        }

        context.Leave();
        return result;
    }

    private RegoValue? CallReplacement(EvaluationContext context, Slot[] callee, Replacement replacement)
    {
        var values = new RegoValue[operands.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = callee[i].Value!;
        }

        return replacement.Call(context, values);
    }
}

/// <summary>A builtin as something that may stand in for another function.</summary>
internal sealed class CallableBuiltin(BuiltinEntry builtin, SourceSpan span) : ICallable
{
    public RegoValue? Call(EvaluationContext context, ReadOnlySpan<RegoValue> operands)
        => BuiltinCall.Invoke(context, builtin, operands, span);
}

/// <summary>A call of a builtin.</summary>
internal sealed class BuiltinCall(BuiltinEntry builtin, Expression[] operands, SourceSpan span) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        context.Step();
        if (operands.Length > FewOperands.Count)
        {
            return EvaluateMany(context, frame);
        }

        var values = default(FewOperands);
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i].Evaluate(context, frame) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return Call(context, ((ReadOnlySpan<RegoValue>)values)[..operands.Length]);
    }

    /// <summary>Calls a builtin. Its errors leave the result undefined; whether they end the evaluation is decided at its end.</summary>
    public static RegoValue? Invoke(EvaluationContext context, BuiltinEntry builtin, ReadOnlySpan<RegoValue> values, SourceSpan span)
    {
        try
        {
            var result = builtin.Implementation!(context.Builtins, values);
            if (result is null && context.Builtins.TakeFailure() is { } failure)
            {
                context.Failed(builtin, failure.Code, failure.Detail, span);
            }

            if (result is RegoString text)
            {
                // Quoting what was quoted doubles it: calls in one another would fill the memory.
                context.CheckLength(text.Value.Length);
            }

            return result;
        }
        catch (BuiltinException error)
        {
            context.Failed(builtin, error.Code, error.Detail, span);
            return null;
        }
    }

    private RegoValue? EvaluateMany(EvaluationContext context, Slot[] frame)
    {
        var values = new RegoValue[operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i].Evaluate(context, frame) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return Call(context, values);
    }

    private RegoValue? Call(EvaluationContext context, ReadOnlySpan<RegoValue> values)
        => context.Scope.Functions?.Of(builtin) is { } replacement
            ? replacement.Call(context, values)
            : Invoke(context, builtin, values, span);

    /// <summary>Operands on the stack.</summary>
    [InlineArray(Count)]
    private struct FewOperands
    {
        public const int Count = 4;

#pragma warning disable IDE0044, IDE0051 // The one field of an inline array is what its elements are like.
        private RegoValue _element;
#pragma warning restore IDE0044, IDE0051
    }
}
