using System.Globalization;
using Bouncer.Admission.Recording;
using Bouncer.Constraints;
using Bouncer.Constraints.Enforcement;
using Bouncer.GatekeeperAdapter.Audit.Results;
using Bouncer.GatekeeperAdapter.Audit.Runs;
using Bouncer.GatekeeperAdapter.State;
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

    public void Started()
        => new AuditEvent("audit_started", auditId, "auditing constraints and violations").Write(log, LogLevel.Information, s_started);

    public void Finished(AuditSummary summary)
        => new AuditEvent(
            "audit_finished",
            auditId,
            summary.Outcome == AuditOutcome.Failed ? "auditing has failed; earlier results stay" : $"auditing is {summary.Outcome.ToText()}",
            new("outcome", summary.Outcome.ToText()),
            new("duration", summary.Elapsed.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s"),
            new("constraints", summary.Constraints),
            new("kinds", summary.Kinds),
            new("objects", summary.Objects),
            new("excluded_objects", summary.Excluded),
            new("problems", string.Join(" ", summary.Problems)))
            .Write(log, summary.Outcome == AuditOutcome.Complete ? LogLevel.Information : LogLevel.Warning, s_finished);

    /// <summary>Tells of a constraint's results; at debug level if it has no violations, as most have.</summary>
    public void Constraint(Constraint constraint, long violations)
    {
        var level = violations > 0 ? LogLevel.Information : LogLevel.Debug;
        if (log.IsEnabled(level))
        {
            new AuditEvent(
                "constraint_audited",
                auditId,
                "audit results for constraint",
                [
                    .. Identity(constraint),
                    new("constraint_status", "enforced"),
                    new("constraint_violations", violations.ToString(CultureInfo.InvariantCulture)),
                ]).Write(log, level, s_constraint);
        }
    }

    public void Violation(Constraint constraint, StatusViolation violation, RegoValue details, RegoValue? labels)
    {
        if (!log.IsEnabled(LogLevel.Information))
        {
            return;
        }

        new AuditEvent(
            "violation_audited",
            auditId,
            Bounded.Text(violation.Message),
            [
                .. Identity(constraint),
                new("constraint_enforcement_actions", string.Join(",", violation.Actions)),
                new("constraint_annotations", Annotations(constraint)),
                new("resource_group", violation.Kind.Group),
                new("resource_api_version", violation.Kind.Version),
                new("resource_kind", violation.Kind.Kind),
                new("resource_namespace", violation.Namespace),
                new("resource_name", violation.Name),
                new("resource_labels", Json(labels)),
                new("details", Json(details)),
            ]).Write(log, LogLevel.Information, s_violation);
    }

    public void KindFailed(string problem) => LogKindFailed(log, problem, auditId);

    public void ObjectFailed(string problem, Exception? exception) => LogObjectFailed(log, problem, auditId, exception);

    public void StatusFailed(string problem) => LogStatusFailed(log, problem, auditId);

    public void Broken(Exception exception) => LogBroken(log, auditId, exception);

    private static KeyValuePair<string, object?>[] Identity(Constraint constraint) =>
    [
        new("constraint_group", Constraints.Constraint.Group),
        new("constraint_api_version", "v1beta1"),
        new("constraint_kind", constraint.Kind),
        new("constraint_name", constraint.Name),
        new("constraint_namespace", ""),
        new("constraint_action", constraint.Action.ToText()),
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
