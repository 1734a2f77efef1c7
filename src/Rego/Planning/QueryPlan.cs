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

    // The value of a term is part of the result, be it false. Of other expressions it is known to be true.
    private static CheckedExpr Captured(CheckedExpr expression, List<LocalVariable?> captures)
    {
        if (expression is not CheckedTermExpr { IsNegated: false } term)
        {
            captures.Add(null);
            return expression;
        }

        var capture = new LocalVariable(-1, "$value", LocalVariableKind.Generated);
        captures.Add(capture);
        return new CheckedUnify(term.Span, new CheckedVar(term.Span, capture), term.Term) { With = term.With };
    }
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
