using Bouncer.Constraints.Enforcement;
using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>What came of a review.</summary>
/// <param name="Violations">The violations, in a fixed order, equal ones of a constraint once.</param>
public sealed record ReviewResult(IReadOnlyList<Violation> Violations);

/// <summary>A violation of a constraint, or that it could not be told whether there is one.</summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="Message">The message, without the constraint's name.</param>
/// <param name="Details">The details; an empty object if there are none.</param>
/// <param name="Action">What it leads to at the enforcement point: never <see cref="EnforcementAction.Scoped"/>.</param>
/// <param name="Error">Why it could not be told; null for a violation.</param>
public sealed record Violation(Constraint Constraint, string Message, RegoValue Details, EnforcementAction Action, RegoError? Error);
