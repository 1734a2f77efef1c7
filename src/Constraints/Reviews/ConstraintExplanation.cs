using Bouncer.Constraints.Enforcement;
using Bouncer.Rego.Tracing;

namespace Bouncer.Constraints.Reviews;

/// <summary>What became of one constraint in a review, for people.</summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="IsMatch">Whether it matched.</param>
/// <param name="Reason">Why it did not match or was not asked, or why that could not be told; null if it was evaluated.</param>
/// <param name="Actions">What its violations lead to at the enforcement point; empty if it is not enforced there.</param>
/// <param name="Violations">Its violations.</param>
/// <param name="Trace">How the Rego came to them; null if it was not evaluated.</param>
public sealed record ConstraintExplanation(
    Constraint Constraint,
    bool IsMatch,
    string? Reason,
    IReadOnlyList<EnforcementAction> Actions,
    IReadOnlyList<Violation> Violations,
    string? Trace)
{
    /// <summary>Evaluates one constraint and watches.</summary>
    internal static ConstraintExplanation Of(Constraint constraint, ReviewRequest request, ReviewOptions options)
    {
        var actions = constraint.ActionsAt(options.EnforcementPoint);
        var evaluation = new ConstraintEvaluation(request, options);
        if (request.Problem is { } problem)
        {
            evaluation.Visit(constraint);
            return new ConstraintExplanation(constraint, false, problem, actions, evaluation.Violations, null);
        }

        if (constraint.Match.WhyNot(request) is { } reason)
        {
            evaluation.Visit(constraint); // says so if it could not be told
            return new ConstraintExplanation(constraint, false, reason, actions, evaluation.Violations, null);
        }

        if (actions.Count == 0)
        {
            var points = string.Join(", ", constraint.Enforcement.Points);
            return new ConstraintExplanation(
                constraint, true, $"not enforced at {options.EnforcementPoint}: scopedEnforcementActions names [{points}]", actions, [], null);
        }

        if (!evaluation.IsOperation(constraint))
        {
            var operations = string.Join(", ", constraint.Template.Operations);
            return new ConstraintExplanation(
                constraint, true, $"operations: {request.Operation} is not among the template's [{operations}]", actions, [], null);
        }

        var tracer = new RegoTracer();
        evaluation.Evaluate(constraint, actions, tracer);
        evaluation.Violations.Sort(ViolationOrder.Instance);
        return new ConstraintExplanation(constraint, true, null, actions, evaluation.Violations, tracer.Explain(m => m != "query"));
    }

    /// <summary>A line for people: <c>K8sAllowedRepos/repos: matches, 2 violations: deny</c>.</summary>
    public override string ToString() => $"{Constraint}: {Verdict}";

    private string Verdict
    {
        get
        {
            if (Violations.Count == 0)
            {
                return Reason is null ? "matches, no violations" : IsMatch ? $"matches, {Reason}" : $"does not match, {Reason}";
            }

            var count = Violations.Count == 1 ? "1 violation" : $"{Violations.Count} violations";
            var unsure = Violations.Any(v => v.Error is not null) ? " (could not be told)" : "";
            return $"{(IsMatch ? "matches" : "counts as violated")}, {count}{unsure}: {string.Join(" and ", Actions.Select(a => a.ToText()))}";
        }
    }
}
