using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.Webhook.Hosting;

/// <summary>What the API server's audit log keeps of a decision. The API server puts a prefix before each key.</summary>
internal static class AuditAnnotations
{
    public const string DecisionId = "decision-id";
    public const string PolicyVersion = "policy-version";
    public const string Rules = "rules";
    public const string Warnings = "warnings";
    public const string DryRun = "dryrun";

    public static IReadOnlyDictionary<string, string> Of(Decision decision, string decisionId)
    {
        var annotations = new Dictionary<string, string>(4)
        {
            [DecisionId] = decisionId,
            [PolicyVersion] = decision.PolicyVersion,
        };
        if (decision.Rules.Count > 0)
        {
            annotations[Rules] = decision.Rules.Count == 1 ? decision.Rules[0] : string.Join(',', decision.Rules);
        }

        if (decision.Violations.Count > 0)
        {
            AddIfAny(annotations, Warnings, decision.Of(Enforcement.Warn));
            AddIfAny(annotations, DryRun, decision.Of(Enforcement.DryRun));
        }

        return annotations;
    }

    private static void AddIfAny(Dictionary<string, string> annotations, string key, IEnumerable<Violation> violations)
    {
        var text = ReasonText.Of(violations);
        if (text.Length > 0)
        {
            annotations[key] = text;
        }
    }
}
