using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Linting;

/// <summary>Warnings of patterns that match no image.</summary>
internal static class UnmatchedPatterns
{
    public static IEnumerable<PolicyWarning> Check(LintedRule rule)
        => rule.Patterns.Concat(rule.Repositories).Concat(rule.ExcludedRepositories)
            .Select(p => CheckHost(rule, p) ?? CheckPath(rule, p))
            .OfType<PolicyWarning>();

    private static PolicyWarning? CheckHost(LintedRule rule, PatternShape pattern)
    {
        var label = pattern.Host[0];
        if (pattern.HostText == "hub.docker.com")
        {
            return rule.Warn(
                PolicyWarningCodes.NeverMatches,
                $"\"{pattern.Text}\" matches no image: hub.docker.com is the website of Docker Hub",
                "write docker.io");
        }

        if (pattern.Host.Length > 1 || pattern.HasPort || label is "**" or "localhost" || label[0] == '[')
        {
            return null;
        }

        if (Glob.Matches(label, "localhost"))
        {
            return rule.Warn(
                PolicyWarningCodes.SingleStarRegistry,
                $"\"{pattern.Text}\" matches localhost and hardly more: '*' stands for one host label, and every other registry has a dot or a port",
                "write the registries, such as \"*.example.com\"; '**' stands for any number of labels");
        }

        return rule.Warn(
            PolicyWarningCodes.NeverMatches,
            $"\"{pattern.Text}\" matches no image: without a dot or a port, \"{label}/app\" is a path on Docker Hub and \"{label}\" no registry",
            $"list \"docker.io/{label}/**\" under 'repositories', or write \"{label}:443\" if a host is meant");
    }

    private static PolicyWarning? CheckPath(LintedRule rule, PatternShape pattern)
    {
        if (KnownRegistries.MinSegments(pattern) is not { } segments
            || pattern.Path.Contains("**")
            || pattern.Path.Length >= segments)
        {
            return null;
        }

        var path = string.Join('/', pattern.Path);
        var repository = $"{pattern.HostText}/{path}";
        if (pattern.HostText == "docker.io")
        {
            var owner = path.Trim('*');
            var remedy = owner.Length == 0 || owner.Contains('*')
                ? $"write \"docker.io/library/{path}\" for official images, \"docker.io/**\" for all images"
                : $"write \"docker.io/library/{path}\" for official images, \"docker.io/{owner}/**\" for those of one owner";
            return rule.Warn(PolicyWarningCodes.NeverMatches, $"\"{pattern.Text}\" matches no image: official images are docker.io/library/NAME, all others docker.io/OWNER/NAME", remedy);
        }

        return path.Contains('*') || pattern.HasVersion
            ? rule.Warn(
                PolicyWarningCodes.NeverMatches,
                $"\"{pattern.Text}\" matches no image: repositories of {pattern.HostText} have at least {segments} segments",
                $"write \"{repository}{string.Concat(Enumerable.Repeat("/*", segments - pattern.Path.Length))}\", or \"**\" for any number of segments")
            : rule.Warn(
                PolicyWarningCodes.PrefixWithoutWildcard,
                $"\"{pattern.Text}\" matches no image: nothing below it matches, and repositories of {pattern.HostText} have at least {segments} segments",
                $"write \"{repository}/**\" for all that is below it");
    }
}
