namespace Bouncer.ImagePolicy.Linting;

/// <summary>What is known of public registries: where anyone can register a name, and how deep their repositories lie.</summary>
internal static class KnownRegistries
{
    /// <summary>Registries that many owners share, each below a first segment of their own, and the fewest segments that
    /// a repository there has.</summary>
    private static readonly (string[] Host, int MinSegments)[] s_shared =
    [
        (["docker", "io"], 2), // library/busybox
        (["ghcr", "io"], 2), // owner/image
        (["quay", "io"], 2), // organisation/image
        (["gcr", "io"], 2), // project/image
        (["*", "gcr", "io"], 2),
        (["*", "pkg", "dev"], 3), // project/repository/image
        (["public", "ecr", "aws"], 2), // alias/image
        (["registry", "gitlab", "com"], 2), // group/project
    ];

    /// <summary>Domains below which anyone can register the first label of a registry.</summary>
    private static readonly string[] s_tenantDomains =
        [".azurecr.io", ".azurecr.cn", ".azurecr.us", ".amazonaws.com", ".amazonaws.com.cn", ".jfrog.io"];

    /// <summary>Second labels below which countries register names, as in <c>example.co.uk</c>.</summary>
    private static readonly string[] s_secondLevel = ["ac", "co", "com", "edu", "gov", "net", "org"];

    /// <summary>The fewest segments of a repository in a shared registry; null if the registry is none, or is not known.</summary>
    public static int? MinSegments(PatternShape pattern)
        => Array.Find(s_shared, r => PatternShape.Covers(r.Host, pattern.Host)) is { Host: not null } known ? known.MinSegments : null;

    /// <summary>Whether a wildcard stands where anyone can register a name.</summary>
    public static bool AnyoneCanRegister(string[] host)
    {
        if (host is ["**"])
        {
            return true;
        }

        // Numbers are addresses, which nobody registers, and a host of one label is in one's own network.
        if (host.Length == 1 || host.Any(l => l.All(char.IsAsciiDigit)))
        {
            return false;
        }

        var isSecondLevel = host.Length > 2 && host[^1].Length == 2 && s_secondLevel.Contains(host[^2], StringComparer.Ordinal);
        var registrable = isSecondLevel ? 3 : 2;
        var name = string.Join('.', host);
        return host[^registrable..].Any(HasWildcard)
            || (HasWildcard(host[0]) && s_tenantDomains.Any(d => name.EndsWith(d, StringComparison.Ordinal)));
    }

    private static bool HasWildcard(string label) => label.Contains('*');
}
