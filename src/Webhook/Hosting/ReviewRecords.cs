using Bouncer.Admission.Recording;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.Webhook.Hosting;

/// <summary>Decisions as records for telemetry.</summary>
internal static class ReviewRecords
{
    public static ReviewRecord Of(Decision decision, string decisionId) => new()
    {
        Outcome = decision switch
        {
            Allowed => ReviewOutcome.Allowed,
            Denied => ReviewOutcome.Denied,
            _ => ReviewOutcome.Failed,
        },
        DecisionId = decisionId,
        PolicyVersion = decision.PolicyVersion,
        Rules = decision.Rules,
        Violations = decision.Violations.Count == 0 ? [] : [.. decision.Violations.Select(v => (v.Rule, Name(v.Enforcement)))],
        Reason = decision switch
        {
            Failed failed => failed.Reason,
            _ => decision.Violations.Count == 0 ? "" : ReasonText.Of(decision.Violations),
        },
    };

    private static string Name(Enforcement enforcement) => enforcement switch
    {
        Enforcement.Deny => "deny",
        Enforcement.Warn => "warn",
        _ => "dryrun",
    };
}
