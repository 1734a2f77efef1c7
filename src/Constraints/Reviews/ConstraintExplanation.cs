using Bouncer.Constraints.Enforcement;

namespace Bouncer.Constraints.Reviews;

/// <summary>What became of one constraint in a review, for people.</summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="IsMatch">Whether it matched.</param>
/// <param name="Reason">Why it did not match; null if it did.</param>
/// <param name="Actions">What its violations lead to at the enforcement point; empty if it is not enforced there.</param>
/// <param name="Violations">Its violations.</param>
/// <param name="Trace">How the Rego came to them; null if it was not evaluated.</param>
public sealed record ConstraintExplanation(
    Constraint Constraint,
    bool IsMatch,
    string? Reason,
    IReadOnlyList<EnforcementAction> Actions,
    IReadOnlyList<Violation> Violations,
    string? Trace);
