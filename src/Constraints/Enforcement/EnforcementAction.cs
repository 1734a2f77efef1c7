namespace Bouncer.Constraints.Enforcement;

/// <summary>What a violation leads to, the strictest first.</summary>
public enum EnforcementAction
{
    /// <summary>The request is denied.</summary>
    Deny,

    /// <summary>The request is let through with a warning.</summary>
    Warn,

    /// <summary>Nothing but a report.</summary>
    DryRun,

    /// <summary>It depends on the enforcement point: <c>spec.scopedEnforcementActions</c>.</summary>
    Scoped,

    /// <summary>A word that is not known here; only where <see cref="ConstraintOptions.ValidateEnforcementAction"/> is off. As in
    /// Gatekeeper it leads to nothing but a report.</summary>
    Unrecognized,
}
