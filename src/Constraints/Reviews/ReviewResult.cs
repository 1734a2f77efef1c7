namespace Bouncer.Constraints.Reviews;

/// <summary>What came of a review.</summary>
/// <param name="Violations">The violations, in a fixed order: by the constraint's enforcement action and then by message, as
/// Gatekeeper sorts them, then by kind, name and details. Equal ones of a constraint are there once.</param>
public sealed record ReviewResult(IReadOnlyList<Violation> Violations)
{
    /// <summary>No violations.</summary>
    public static ReviewResult None { get; } = new([]);
}
