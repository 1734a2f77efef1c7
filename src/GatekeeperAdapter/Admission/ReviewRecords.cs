using Bouncer.Admission.Recording;
using Bouncer.Constraints.Enforcement;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>Decisions as records for telemetry.</summary>
internal static class ReviewRecords
{
    public static ReviewRecord Of(AdmitDecision decision, AdmitRequest request, string decisionId, string policyVersion)
    {
        var record = new ReviewRecord
        {
            Outcome = Outcome(decision),
            DecisionId = decisionId,
            PolicyVersion = policyVersion,
            Namespace = request.Namespace,
            Kind = request.Kind.Kind,
            Name = request.ObjectName,
            Operation = request.Operation,
            Reason = decision.Message,
        };
        return decision.Violations.Count == 0 ? record : record with
        {
            Rules = [.. decision.Violations.Select(v => v.Constraint.ToString()).Distinct()],
            Violations = [.. decision.Violations.SelectMany(v => v.Actions, (v, action) => (v.Constraint.ToString(), action.ToText()))],
            Reason = decision is Deny ? decision.Message : string.Join('\n', decision.Violations.Take(Bounded.MaxEntries)),
        };
    }

    /// <summary>The record of what could not even be read.</summary>
    public static ReviewRecord Failed(string reason, string decisionId, string policyVersion)
        => new() { Outcome = ReviewOutcome.Failed, DecisionId = decisionId, PolicyVersion = policyVersion, Reason = reason };

    /// <summary>A denial for want of an answer alone is a failure: what is wrong is a template, or time.</summary>
    private static ReviewOutcome Outcome(AdmitDecision decision) => decision switch
    {
        Allow => ReviewOutcome.Allowed,
        Deny when decision.Violations.Count == 0 || decision.Denials.Any(v => v.Error is null) => ReviewOutcome.Denied,
        _ => ReviewOutcome.Failed,
    };
}
