using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Linting;

/// <summary>Warnings of patterns and requirements that others make superfluous, or refuse.</summary>
internal static class Overlaps
{
    /// <summary>The most patterns of a policy that are compared, each with each.</summary>
    private const int MaxCompared = 2_000;

    public static IEnumerable<PolicyWarning> Check(LintedRule rule, IReadOnlyList<LintedRule> rules)
    {
        var total = rules.Sum(r => r.Patterns.Count);
        if (total > MaxCompared)
        {
            return ReferenceEquals(rule, rules[0])
                ? [new(PolicyWarningCodes.TooManyPatterns, null, 0, $"the policy has {total} patterns, too many to look for those that others make superfluous", $"write at most {MaxCompared}")]
                : [];
        }

        return rule.Rule.Effect == RuleEffect.Require
            ? CheckRequirements(rule, rules)
            : Enumerable.Range(0, rule.Patterns.Count).Select(i => CheckPattern(rule, i, rules)).OfType<PolicyWarning>();
    }

    private static PolicyWarning? CheckPattern(LintedRule rule, int index, IReadOnlyList<LintedRule> rules)
    {
        var pattern = rule.Patterns[index];
        foreach (var other in rules)
        {
            if (rule.Rule.Effect == RuleEffect.Allow && Refuses(other, rule, pattern) is { } reason)
            {
                return rule.Warn(
                    PolicyWarningCodes.AlwaysRefused,
                    $"\"{pattern.Text}\" admits nothing, since rule \"{other.Rule.Name}\" {reason}",
                    "remove it, or make an exception in that rule");
            }
        }

        var superfluous = rules
            .Where(other => ReferenceEquals(other, rule) || MakesSuperfluous(other, rule))
            .SelectMany(other => other.Patterns.Select((p, i) => (Rule: other, Pattern: p, Index: i)))
            .FirstOrDefault(other => other.Pattern.Covers(pattern)
                && !(ReferenceEquals(other.Rule, rule) && other.Index == index)
                && (!IsEquivalent(other.Rule, other.Pattern, rule, pattern) || IsBefore(other.Rule, other.Index, rule, index, rules)));
        if (superfluous.Rule is null)
        {
            return null;
        }

        var where = ReferenceEquals(superfluous.Rule, rule) ? "" : $" in rule \"{superfluous.Rule.Rule.Name}\"";
        return superfluous.Pattern.Text == pattern.Text
            ? rule.Warn(PolicyWarningCodes.Duplicate, $"\"{pattern.Text}\" is listed twice{(where.Length == 0 ? "" : $", first{where}")}", "remove one")
            : rule.Warn(PolicyWarningCodes.Shadowed, $"\"{pattern.Text}\" has no effect, since \"{superfluous.Pattern.Text}\"{where} covers it", "remove it");
    }

    /// <summary>Why an enforced rule refuses all that a pattern of an allow rule matches; null if it may let some pass.</summary>
    private static string? Refuses(LintedRule rule, LintedRule allow, PatternShape pattern)
    {
        var applies = rule.Rule.Enforcement == Enforcement.Deny
            && rule.AppliesWherever(allow)
            && (rule.Repositories.Count == 0 || rule.Repositories.Any(r => r.Covers(pattern)))
            && rule.ExcludedRepositories.Count == 0;
        return (applies, rule.Rule.Effect) switch
        {
            (true, RuleEffect.Deny) when rule.Patterns.FirstOrDefault(p => p.Covers(pattern)) is { } denied
                => $"denies \"{denied.Text}\"",
            (true, RuleEffect.Require) when rule.Rule.Requirements.HasFlag(Requirements.Digest) && pattern.IsByTag
                => "requires a digest, and a pattern with a tag alone matches no image with a digest",
            _ => null,
        };
    }

    private static IEnumerable<PolicyWarning> CheckRequirements(LintedRule rule, IReadOnlyList<LintedRule> rules)
    {
        var other = rules.FirstOrDefault(o => !ReferenceEquals(o, rule)
            && o.Rule.Effect == RuleEffect.Require
            && MakesSuperfluous(o, rule)
            && (Implied(o) & rule.Rule.Requirements) == rule.Rule.Requirements
            && (!MakesSuperfluous(rule, o) || Implied(o) != Implied(rule) || IsBefore(o, 0, rule, 0, rules)));
        if (other is not null)
        {
            yield return rule.Warn(PolicyWarningCodes.Shadowed, $"the rule has no effect, since rule \"{other.Rule.Name}\" requires as much wherever it applies", "remove it");
        }
    }

    /// <summary>Whoever writes a digest needs no tag.</summary>
    private static Requirements Implied(LintedRule rule)
        => rule.Rule.Requirements | (rule.Rule.Requirements.HasFlag(Requirements.Digest) ? Requirements.Tag : Requirements.None);

    /// <summary>Whether the first rule acts on all that the second acts on, and at least as strictly. Allow rules of
    /// different enforcement never act together.</summary>
    private static bool MakesSuperfluous(LintedRule first, LintedRule second)
        => first.Rule.Effect == second.Rule.Effect
            && (first.Rule.Effect == RuleEffect.Allow
                ? first.Rule.Enforcement == second.Rule.Enforcement
                : first.Rule.Enforcement <= second.Rule.Enforcement)
            && first.AppliesWherever(second)
            && first.AppliesToWhatever(second);

    private static bool IsEquivalent(LintedRule rule, PatternShape pattern, LintedRule otherRule, PatternShape other)
        => other.Covers(pattern) && (ReferenceEquals(rule, otherRule) || MakesSuperfluous(otherRule, rule));

    /// <summary>Of two that say the same the later one is reported.</summary>
    private static bool IsBefore(LintedRule rule, int index, LintedRule otherRule, int other, IReadOnlyList<LintedRule> rules)
        => ReferenceEquals(rule, otherRule) ? index < other : ReferenceEquals(rules.First(r => ReferenceEquals(r, rule) || ReferenceEquals(r, otherRule)), rule);
}
