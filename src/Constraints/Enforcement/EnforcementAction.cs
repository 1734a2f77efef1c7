namespace Bouncer.Constraints.Enforcement;

/// <summary>What a violation leads to.</summary>
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
}
