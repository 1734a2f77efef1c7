using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Linting;

/// <summary>Looks for what is allowed in a policy and yet hardly meant. Never says anything about what is merely unusual.</summary>
public static class PolicyLinter
{
    /// <summary>The warnings of a policy, in the order of its rules, those about the policy as a whole first.</summary>
    public static IReadOnlyList<PolicyWarning> Lint(PolicyDocument document)
    {
        var rules = document.Rules.Select(r => new LintedRule(r)).ToArray();
        return
        [
            .. PolicyEffects.Check(document, rules),
            .. rules.SelectMany(rule => UnmatchedPatterns.Check(rule)
                .Concat(EmptyScopes.Check(rule))
                .Concat(LookAlikes.Check(rule))
                .Concat(Overlaps.Check(rule, rules))),
        ];
    }
}
