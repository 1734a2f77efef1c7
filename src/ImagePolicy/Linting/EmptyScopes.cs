namespace Bouncer.ImagePolicy.Linting;

/// <summary>Warnings of rules that exclude all that they include.</summary>
internal static class EmptyScopes
{
    public static IEnumerable<PolicyWarning> Check(LintedRule rule)
    {
        var scope = rule.Rule.Scope;
        var namespaces = scope.Namespaces.Count > 0 ? scope.Namespaces : [new("*")];
        if (namespaces.All(n => scope.ExcludedNamespaces.Any(e => LintedRule.Covers(e, n))))
        {
            yield return Excluded(rule, "namespace", "match.excludedNamespaces");
        }

        IReadOnlyList<PatternShape> repositories = rule.Repositories.Count > 0 ? rule.Repositories : [PatternShape.Everything];
        if (repositories.All(r => rule.ExcludedRepositories.Any(e => e.Covers(r))))
        {
            yield return Excluded(rule, "repository", "match.excludedRepositories");
        }
    }

    private static PolicyWarning Excluded(LintedRule rule, string what, string field)
        => rule.Warn(PolicyWarningCodes.EmptyScope, $"{field} excludes every {what} that the rule applies to, so the rule does nothing", $"remove a pattern from {field}, or remove the rule");
}
