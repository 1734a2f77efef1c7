using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Planning;

/// <summary>A query about a policy, ready to be evaluated. Immutable.</summary>
internal sealed class QueryPlan
{
    private QueryPlan(Step steps, int frameSize, string[] names)
    {
        Steps = steps;
        FrameSize = frameSize;
        Names = names;
    }

    /// <summary>The steps; they end in a <see cref="RowStep"/>.</summary>
    public Step Steps { get; }

    public int FrameSize { get; }

    /// <summary>The variables that each result binds.</summary>
    public string[] Names { get; }

    /// <summary>Plans a query.</summary>
    /// <exception cref="PlanningException">It needs something that cannot be planned.</exception>
    public static QueryPlan Make(Planner policy, CheckedQuery query)
    {
        var body = new BodyPlanner(policy);
        var captures = new List<LocalVariable?>();
        var expressions = query.Body.Expressions.Select(e => e.IsGenerated ? e : Captured(e, captures));
        body.Plan(new CheckedBody(query.Body.Span, [.. expressions]));

        // A query such as "x = 1; data.p" with everything bound; a variable that is unbound all the same would be unsafe.
        var variables = query.Variables.Where(body.IsBound).ToArray();
        var end = new RowStep(
            [.. variables.Select(body.SlotOf)],
            [.. captures.Select(c => c is null ? -1 : body.SlotOf(c))]);
        return new QueryPlan(body.End(end), body.FrameSize, [.. variables.Select(v => v.Name)]);
    }

    // The value of a term or call is part of the result, be it false. Of other expressions it is known to be true.
    private static CheckedExpr Captured(CheckedExpr expression, List<LocalVariable?> captures)
    {
        var capture = new LocalVariable(-1, "$value", LocalVariableKind.Generated);
        var variable = new CheckedVar(expression.Span, capture);
        CheckedExpr? captured = expression switch
        {
            { IsNegated: true } => null,
            CheckedTermExpr term => new CheckedUnify(term.Span, variable, term.Term) { With = term.With },
            CheckedCall { Output: null } call when HasResult(call.Callee) => new CheckedCall(call.Span, call.Callee, call.Args, variable) { With = call.With },
            _ => null,
        };
        captures.Add(captured is null ? null : capture);
        return captured ?? expression;
    }

    private static bool HasResult(Callee callee)
        => callee is not BuiltinCallee builtin || Builtins.BuiltinTable.ByName[builtin.Name].Signature.Result is not null;
}

/// <summary>The end of a query: takes a result.</summary>
internal sealed class RowStep(int[] variables, int[] expressions) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        var bound = variables.Length == 0 ? [] : new RegoValue[variables.Length];
        for (var i = 0; i < bound.Length; i++)
        {
            bound[i] = frame[variables[i]].Value!;
        }

        var values = new RegoValue[expressions.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = expressions[i] < 0 ? RegoBoolean.True : frame[expressions[i]].Value!;
        }

        context.Rows.Add((bound, values));
        context.CheckSize(context.Rows.Count);
        return true;
    }
}
