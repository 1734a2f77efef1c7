using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Linting;

/// <summary>Warnings of allow rules that admit what an attacker can name to his liking.</summary>
internal static class LookAlikes
{
    private const string Example = "evil";

    public static IEnumerable<PolicyWarning> Check(LintedRule rule)
        => rule.Rule.Effect == RuleEffect.Allow
            ? rule.Patterns.Select(p => Check(rule, p)).OfType<PolicyWarning>()
            : [];

    private static PolicyWarning? Check(LintedRule rule, PatternShape pattern)
    {
        if (pattern.Covers(PatternShape.Everything))
        {
            return rule.Warn(
                PolicyWarningCodes.AdmitsEverything,
                $"\"{pattern.Text}\" admits every image of every registry",
                "list the registries that you trust; if every image is meant, write \"default: allow\" and no allow rule");
        }

        if (KnownRegistries.AnyoneCanRegister(pattern.Host))
        {
            return rule.Warn(
                PolicyWarningCodes.LookAlikeRegistry,
                $"\"{pattern.Text}\" admits registries that anyone can register, such as \"{(pattern.Host is ["**"] ? Example + ".io" : WithExample(pattern.HostText))}\"",
                "list the registries one by one, or write \"*.\" before a domain that is yours alone");
        }

        // A path of wildcards alone means the whole registry and admits what it says.
        if (KnownRegistries.MinSegments(pattern) is { } segments
            && pattern.Path[0].Contains('*')
            && !pattern.Path.All(s => s is "*" or "**")
            && !IsTooShort(pattern, segments))
        {
            var first = pattern.Path[0].TrimEnd('*');
            var literal = first.Length > 0 && !first.Contains('*') ? first : "NAME";
            return rule.Warn(
                PolicyWarningCodes.LookAlikeRepository,
                $"\"{pattern.Text}\" admits repositories that anyone can create, such as \"{pattern.HostText}/{WithExample(pattern.Path[0])}/...\"",
                $"name the owner in full: \"{pattern.HostText}/{literal}/**\"");
        }

        return null;
    }

    /// <summary>Whether the pattern matches nothing, which <see cref="UnmatchedPatterns"/> reports.</summary>
    private static bool IsTooShort(PatternShape pattern, int segments) => !pattern.Path.Contains("**") && pattern.Path.Length < segments;

    private static string WithExample(string text)
        => text.Replace("**", "*", StringComparison.Ordinal).Replace("*", Example, StringComparison.Ordinal);
}
