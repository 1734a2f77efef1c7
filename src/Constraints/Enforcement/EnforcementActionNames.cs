namespace Bouncer.Constraints.Enforcement;

/// <summary>Enforcement actions as documents, logs and metrics write them.</summary>
public static class EnforcementActionNames
{
    /// <summary><c>deny</c>, <c>warn</c>, <c>dryrun</c>, <c>scoped</c> or <c>unrecognized</c>.</summary>
    public static string ToText(this EnforcementAction action) => action switch
    {
        EnforcementAction.Deny => "deny",
        EnforcementAction.Warn => "warn",
        EnforcementAction.DryRun => "dryrun",
        EnforcementAction.Scoped => "scoped",
        _ => "unrecognized",
    };

    /// <summary>The action of a word; <see cref="EnforcementAction.Unrecognized"/> if there is none. An empty one is <c>deny</c>.</summary>
    internal static EnforcementAction Parse(string text) => text switch
    {
        "" or "deny" => EnforcementAction.Deny,
        "warn" => EnforcementAction.Warn,
        "dryrun" => EnforcementAction.DryRun,
        "scoped" => EnforcementAction.Scoped,
        _ => EnforcementAction.Unrecognized,
    };
}
