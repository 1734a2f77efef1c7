using Bouncer.Constraints.Enforcement;
using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>A violation of a constraint, or that it could not be told whether there is one. Both count the same.</summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="Message">The message, without the constraint's name.</param>
/// <param name="Details">The details; an empty object if there are none.</param>
/// <param name="Actions">What it leads to at the enforcement point, the strictest first, at least one. Several only for scoped
/// constraints, never <see cref="EnforcementAction.Scoped"/>.</param>
/// <param name="Error">Why it could not be told; null for a violation.</param>
public sealed record Violation(
    Constraint Constraint, string Message, RegoValue Details, IReadOnlyList<EnforcementAction> Actions, RegoError? Error)
{
    /// <summary>The strictest of the actions.</summary>
    public EnforcementAction Action => Actions[0];

    /// <summary>As people get to read it: <c>[constraint] message</c>.</summary>
    public override string ToString() => $"[{Constraint.Name}] {Message}";
}
