using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>What Gatekeeper adapters tell, by Gatekeeper's names (docs/gatekeeper.md, docs/audit.md).</summary>
internal static class GatekeeperQuery
{
    private const int MaxViolations = 1_000;

    /// <summary>The loggers of the audit.</summary>
    private const string AuditScope = "Bouncer.GatekeeperAdapter.Audit";

    public static GatekeeperFigures? Figures(StoreSnapshot store, DateTimeOffset now)
    {
        var templates = Newest("gatekeeper_constraint_templates");
        var constraints = Newest("gatekeeper_constraints");
        var listing = PolicyListingQuery.Newest(store, now);
        if (templates.Count + constraints.Count == 0 && listing is null)
        {
            return null;
        }

        return new GatekeeperFigures
        {
            // All replicas have the same templates and constraints, so one tells.
            Templates = SumBy("status", OfOneReplica(templates)),
            Constraints = [.. OfOneReplica(constraints)
                .Select(p => new ConstraintCount(p.Attributes.Text("enforcement_action"), p.Attributes.Text("status"), (long)p.Value))
                .OrderBy(c => c.EnforcementAction, StringComparer.Ordinal)
                .ThenBy(c => c.Status, StringComparer.Ordinal)],
            Violations = SumBy("enforcement_action", OfOneReplica(Newest("gatekeeper_violations"))),
            AuditStarted = Latest("gatekeeper_audit_last_run_time"),
            AuditEnded = Latest("gatekeeper_audit_last_run_end_time"),
            AuditedViolations = Violations(store),
            Listing = listing,
        };

        List<(Resource Resource, NumberPoint Point)> Newest(string metric) => [.. MetricSeries.Newest(store, metric, now)];

        DateTimeOffset? Latest(string metric) => Newest(metric).Select(p => StateQueries.Moment(p.Point.Value)).Max();
    }

    /// <summary>The points of the replica that was heard last.</summary>
    private static IEnumerable<NumberPoint> OfOneReplica(List<(Resource Resource, NumberPoint Point)> points)
    {
        if (points.Count == 0)
        {
            return [];
        }

        var replica = points.MaxBy(p => p.Point.Time).Resource.InstanceId;
        return points.Where(p => p.Resource.InstanceId == replica).Select(p => p.Point).DistinctBy(p => string.Join('\n', p.Attributes));
    }

    /// <summary>What points have together that have the same value of an attribute, whatever else tells them apart.</summary>
    private static Dictionary<string, long> SumBy(string attribute, IEnumerable<NumberPoint> points)
        => points.GroupBy(p => p.Attributes.Text(attribute)).ToDictionary(same => same.Key, same => (long)same.Sum(p => p.Value));

    /// <summary>The violations of the last audit that has ended.</summary>
    private static List<AuditedViolation> Violations(StoreSnapshot store)
    {
        List<AuditedViolation> violations = [];
        HashSet<AuditedViolation> seen = []; // Each once: rows of a table are told apart by them.
        string? audit = null;
        foreach (var record in AuditRecords(store))
        {
            var (type, id) = (record.Attributes.Text("event_type"), record.Attributes.Text("audit_id"));
            if (audit is null && type == "audit_finished")
            {
                audit = id;
            }
            else if (audit == id && type == "violation_audited" && violations.Count < MaxViolations)
            {
                var violation = Read(record);
                if (seen.Add(violation))
                {
                    violations.Add(violation);
                }
            }
            else if (audit == id && type == "audit_started")
            {
                break;
            }
        }

        return violations;
    }

    private static AuditedViolation Read(LogRecord record)
        => new(
            record.Time,
            record.Attributes.Text("constraint_kind"),
            record.Attributes.Text("constraint_name"),
            record.Attributes.Text("constraint_action"),
            record.Attributes.Text("resource_kind"),
            record.Attributes.Text("resource_namespace"),
            record.Attributes.Text("resource_name"),
            record.Body.ToString());

    /// <summary>What audits logged, newest first.</summary>
    private static IEnumerable<LogRecord> AuditRecords(StoreSnapshot store)
    {
        for (var number = store.Batches.Next - 1; number >= store.Batches.First; number--)
        {
            var batch = store.Batches[number];
            for (var i = batch.Signal == Signal.Logs ? batch.Count - 1 : -1; i >= 0; i--)
            {
                if (batch.GroupOf(i).ScopeName.StartsWith(AuditScope, StringComparison.Ordinal))
                {
                    yield return batch.ReadLog(i);
                }
            }
        }
    }
}
