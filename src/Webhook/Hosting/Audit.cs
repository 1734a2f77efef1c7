using Bouncer.Admission.Recording;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.Webhook.Hosting;

/// <summary>Decisions as annotations of the API server's audit log.</summary>
internal static class Audit
{
    public static AuditAnnotations Of(Decision decision, string decisionId)
    {
        var rules = decision.Rules;
        return new(
            decisionId,
            decision.PolicyVersion,
            rules.Count switch { 0 => null, 1 => rules[0], _ => string.Join(',', rules) },
            TextOf(decision, Enforcement.Warn),
            TextOf(decision, Enforcement.DryRun));
    }

    private static string? TextOf(Decision decision, Enforcement enforcement)
        => decision.Violations.Count > 0 && ReasonText.Of(decision.Of(enforcement)) is { Length: > 0 } text ? text : null;
}
