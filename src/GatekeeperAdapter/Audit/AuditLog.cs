using System.Globalization;
using Bouncer.Admission.Recording;
using Bouncer.Constraints;
using Bouncer.Constraints.Enforcement;
using Bouncer.GatekeeperAdapter.Audit.Results;
using Bouncer.GatekeeperAdapter.Audit.Runs;
using Bouncer.GatekeeperAdapter.Telemetry;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Audit;

/// <summary>What a run tells: Gatekeeper's events with Gatekeeper's fields (its website, docs/audit.md), and what went wrong.</summary>
/// <param name="log">Takes it.</param>
/// <param name="auditId">The run, in all of its events.</param>
internal sealed partial class AuditLog(ILogger log, string auditId)
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly EventId s_started = new(600, "AuditStarted");
    private static readonly EventId s_violation = new(601, "ViolationAudited");
    private static readonly EventId s_constraint = new(602, "ConstraintAudited");
    private static readonly EventId s_finished = new(603, "AuditFinished");

    public void Started() => Write(LogLevel.Information, s_started, "audit_started", "auditing constraints and violations");

    public void Finished(AuditSummary summary)
        => Write(
            summary.Outcome == AuditOutcome.Complete ? LogLevel.Information : LogLevel.Warning,
            s_finished,
            "audit_finished",
            summary.Outcome switch
            {
                AuditOutcome.Complete => "auditing is complete",
                AuditOutcome.Incomplete => "auditing is complete but for what the problems tell",
                _ => "auditing has failed; all constraints keep their older results",
            },
            ("outcome", summary.Outcome.ToText()),
            ("duration", summary.Elapsed.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s"),
            ("constraints", summary.Constraints),
            ("kinds", summary.Kinds),
            ("objects", summary.Objects),
            ("excluded_objects", summary.Excluded),
            ("problems", string.Join(" ", summary.Problems)));

    /// <summary>Tells of a constraint's results; at debug level if it has no violations, as most have.</summary>
    public void Constraint(Constraint constraint, long violations)
    {
        var level = violations > 0 ? LogLevel.Information : LogLevel.Debug;
        if (log.IsEnabled(level))
        {
            Write(
                level,
                s_constraint,
                "constraint_audited",
                "audit results for constraint",
                [
                    .. Identity(constraint),
                    ("constraint_status", "enforced"),
                    ("constraint_violations", violations.ToString(CultureInfo.InvariantCulture)),
                ]);
        }
    }

    public void Violation(Constraint constraint, StatusViolation violation, RegoValue details, RegoValue? labels)
    {
        if (!log.IsEnabled(LogLevel.Information))
        {
            return;
        }

        Write(
            LogLevel.Information,
            s_violation,
            "violation_audited",
            Bounded.Text(violation.Message),
            [
                .. Identity(constraint),
                ("constraint_enforcement_actions", string.Join(",", violation.Actions)),
                ("constraint_annotations", Annotations(constraint)),
                ("resource_group", violation.Kind.Group),
                ("resource_api_version", violation.Kind.Version),
                ("resource_kind", violation.Kind.Kind),
                ("resource_namespace", violation.Namespace),
                ("resource_name", violation.Name),
                ("resource_labels", Json(labels)),
                ("details", Json(details)),
            ]);
    }

    public void KindFailed(string problem) => LogKindFailed(log, problem, auditId);

    public void ObjectFailed(string problem, Exception? exception) => LogObjectFailed(log, problem, auditId, exception);

    public void StatusFailed(string problem) => LogStatusFailed(log, problem, auditId);

    public void Broken(Exception exception) => LogBroken(log, auditId, exception);

    private void Write(LogLevel level, EventId id, string type, string message, params ReadOnlySpan<(string Name, object? Value)> fields)
        => LogEvent.Write(log, level, id, message, [("process", "audit"), ("event_type", type), ("audit_id", auditId), .. fields]);

    private static (string Name, object? Value)[] Identity(Constraint constraint) =>
    [
        ("constraint_group", Constraints.Constraint.Group),
        ("constraint_api_version", "v1beta1"),
        ("constraint_kind", constraint.Kind),
        ("constraint_name", constraint.Name),
        ("constraint_namespace", ""),
        ("constraint_action", constraint.Action.ToText()),
    ];

    private static string Annotations(Constraint constraint)
    {
        var annotations = constraint.Document.At("metadata", "annotations") as RegoObject;
        return annotations is null ? "" : Json(Documents.Of(
            [.. annotations.Where(a => a.Key is RegoString { Value: not LastApplied }).Select(a => (((RegoString)a.Key).Value, a.Value))]));
    }

    private static string Json(RegoValue? value) => value is null ? "" : Bounded.Text(RegoJson.ToJson(value));

    [LoggerMessage(EventId = 604, EventName = "AuditKindFailed", Level = LogLevel.Warning, Message = "{Problem} [audit {AuditId}]")]
    private static partial void LogKindFailed(ILogger log, string problem, string auditId);

    [LoggerMessage(EventId = 605, EventName = "AuditObjectFailed", Level = LogLevel.Warning, Message = "{Problem} [audit {AuditId}]")]
    private static partial void LogObjectFailed(ILogger log, string problem, string auditId, Exception? exception);

    [LoggerMessage(EventId = 606, EventName = "AuditStatusFailed", Level = LogLevel.Warning, Message = "{Problem} [audit {AuditId}]")]
    private static partial void LogStatusFailed(ILogger log, string problem, string auditId);

    [LoggerMessage(EventId = 607, EventName = "AuditBroken", Level = LogLevel.Error, Message = "Audit {AuditId} met a mistake of the program")]
    private static partial void LogBroken(ILogger log, string auditId, Exception exception);
}
