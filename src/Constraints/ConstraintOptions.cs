using Bouncer.Rego.Values;

namespace Bouncer.Constraints;

/// <summary>How constraints are read.</summary>
public sealed record ConstraintOptions
{
    /// <summary>The defaults.</summary>
    public static ConstraintOptions Default { get; } = new();

    /// <summary>Whether the prefixes of all constraints are compared segment by segment, and not only those of constraints with the
    /// annotation <see cref="Prefixes.SegmentSafePrefixes.Annotation"/>. Off by default, as in Gatekeeper.</summary>
    public bool SegmentSafePrefixes { get; init; }

    /// <summary>Whether an unknown <c>enforcementAction</c> is refused. On by default.</summary>
    public bool ValidateEnforcementAction { get; init; } = true;
}
