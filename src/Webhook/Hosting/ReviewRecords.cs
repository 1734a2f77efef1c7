using Bouncer.Admission.Recording;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.References;

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
        RefusedRegistries = decision is Denied denied ? Registries(denied) : [],
        Violations = decision.Violations.Count == 0 ? [] : [.. decision.Violations.Select(v => (v.Rule, Name(v.Enforcement)))],
        Reason = decision switch
        {
            Failed failed => failed.Reason,
            _ => decision.Violations.Count == 0 ? "" : ReasonText.Of(decision.Violations),
        },
    };

    /// <summary>One an image, however many rules it broke.</summary>
    private static string[] Registries(Denied denied)
        => [.. denied.Of(Enforcement.Deny).Select(v => v.Image).Distinct().Select(image => Registry(image.Image))];

    private static string Registry(string image)
        => ImageReference.TryParse(image, out var reference, out _) ? reference.Registry.ToString() : ReviewRecord.NoRegistry;

    private static string Name(Enforcement enforcement) => enforcement switch
    {
        Enforcement.Deny => "deny",
        Enforcement.Warn => "warn",
        _ => "dryrun",
    };
}
