using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Linting;

/// <summary>Warnings of policies and rules that do all or nothing.</summary>
internal static class PolicyEffects
{
    public static IEnumerable<PolicyWarning> Check(PolicyDocument document, IReadOnlyList<LintedRule> rules)
    {
        var allowing = rules.Where(r => r.Rule.Effect == RuleEffect.Allow).ToArray();
        if (document.Default == DefaultAction.Deny && allowing.Length == 0)
        {
            yield return OfPolicy(
                PolicyWarningCodes.RefusesEverything,
                "the policy has no allow rule and denies by default, so it refuses every image",
                "write an allow rule, or \"default: allow\"");
        }

        if (document.Default == DefaultAction.Allow && rules.Count == 0)
        {
            yield return OfPolicy(
                PolicyWarningCodes.AllowsEverything,
                "the policy has no rule and allows by default, so it allows every image",
                "write a rule");
        }

        var everywhere = Array.Find(allowing, r => r.Rule.Scope.Namespaces.Count + r.Rule.Scope.ExcludedNamespaces.Count == 0);
        if (document.Default == DefaultAction.Allow && everywhere is not null)
        {
            yield return OfPolicy(
                PolicyWarningCodes.DefaultUnused,
                $"\"default: allow\" never applies, since allow rule \"{everywhere.Rule.Name}\" applies in every namespace",
                "remove it, or give the rule a match");
        }

        foreach (var rule in allowing.Where(r => r.Rule.Enforcement != Enforcement.Deny))
        {
            if (Array.Find(allowing, r => r.Rule.Enforcement < rule.Rule.Enforcement && r.AppliesWherever(rule)) is { } stricter)
            {
                yield return rule.Warn(
                    PolicyWarningCodes.TrialUnused,
                    $"the rule has no effect: of the allow rules in a namespace only the strictest count, and rule \"{stricter.Rule.Name}\" applies wherever this one does",
                    "match other namespaces, or move its patterns there");
            }
        }
    }

    private static PolicyWarning OfPolicy(string code, string message, string remedy) => new(code, null, 0, message, remedy);
}
