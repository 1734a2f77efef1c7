namespace Bouncer.GatekeeperAdapter.Telemetry;

/// <summary>
/// Gatekeeper's metrics by its own names (its website, docs/metrics.md), so that dashboards and alerts go on working. Counters have
/// two: with <c>_total</c>, as its exporter shows them since version 3.15, and without, as the page writes them and as older versions
/// showed them.
/// </summary>
internal static class GatekeeperNames
{
    /// <summary>The meter of all of them.</summary>
    public const string Meter = "gatekeeper";

    public const string Constraints = "gatekeeper_constraints";
    public const string Templates = "gatekeeper_constraint_templates";
    public const string IngestionCount = "gatekeeper_constraint_template_ingestion_count";
    public const string IngestionDuration = "gatekeeper_constraint_template_ingestion_duration_seconds";
    public const string RequestCount = "gatekeeper_validation_request_count";
    public const string RequestDuration = "gatekeeper_validation_request_duration_seconds";
    public const string Violations = "gatekeeper_violations";
    public const string AuditDuration = "gatekeeper_audit_duration_seconds";
    public const string AuditLastRunTime = "gatekeeper_audit_last_run_time";
    public const string AuditLastRunEndTime = "gatekeeper_audit_last_run_end_time";
    public const string Sync = "gatekeeper_sync";
    public const string SyncDuration = "gatekeeper_sync_duration_seconds";
    public const string SyncLastRunTime = "gatekeeper_sync_last_run_time";
    public const string WatchedKinds = "gatekeeper_watch_manager_watched_gvk";
    public const string IntendedKinds = "gatekeeper_watch_manager_intended_watch_gvk";

    /// <summary>What the exporter puts behind a counter.</summary>
    public const string Total = "_total";

    public const string EnforcementAction = "enforcement_action";
    public const string Status = "status";
    public const string AdmissionStatus = "admission_status";
    public const string AdmissionDryRun = "admission_dryrun";
    public const string Kind = "kind";

    public const string Active = "active";
    public const string Error = "error";
}
