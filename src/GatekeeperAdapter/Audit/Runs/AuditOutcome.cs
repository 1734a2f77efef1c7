namespace Bouncer.GatekeeperAdapter.Audit.Runs;

/// <summary>How a run ended.</summary>
internal enum AuditOutcome
{
    /// <summary>Everything was reviewed, and all results were written.</summary>
    Complete,

    /// <summary>Something could not be listed, reviewed or written. What could has been written.</summary>
    Incomplete,

    /// <summary>The run ended half-way. All constraints keep the results of an earlier run.</summary>
    Failed,
}

internal static class AuditOutcomes
{
    public static string ToText(this AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Complete => "complete",
        AuditOutcome.Incomplete => "incomplete",
        _ => "failed",
    };
}
