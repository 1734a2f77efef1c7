using System.Text.RegularExpressions;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>What a reference means, as the oracle sees it.</summary>
internal sealed record OracleReference(string Registry, string Repository, string Tag, string Digest);

/// <summary>
/// A second reading of the reference grammar that shares nothing with the parser: regular expressions written from the
/// grammar in the package comment of github.com/distribution/reference, Docker's rule for what is a domain, and
/// go-digest's rule for digests. Slow and plain; where Bouncer deviates on purpose, a comment says "Deviation".
/// </summary>
internal static partial class ReferenceOracle
{
    private const string DomainPattern =
        @"(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?";

    private const string ComponentPattern = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private const string PathPattern = ComponentPattern + "(?:/" + ComponentPattern + ")*";

    public static OracleReference? Parse(string text)
    {
        if (ImageId().IsMatch(text))
        {
            return null;
        }

        var (domain, name) = SplitDomain(text);

        // Deviation: Docker takes foo_bar.example/app for a path without registry, since its first segment is no domain
        // after all. Whoever wrote that meant a registry.
        if (!Domain().IsMatch(domain))
        {
            return null;
        }

        var match = PathTagDigest().Match(name);
        if (!match.Success)
        {
            return null;
        }

        var (registry, path) = (NormalDomain(domain), match.Groups["path"].Value);
        if (registry == "docker.io" && !path.Contains('/', StringComparison.Ordinal))
        {
            path = "library/" + path;
        }

        var digest = match.Groups["digest"].Value;
        return path.Length > 255 || (digest.Length > 0 && !Digest().IsMatch(digest))
            ? null
            : new OracleReference(registry, path, match.Groups["tag"].Value, digest);
    }

    /// <summary>Docker's rule: the text before the first slash is a domain if it could not be a path, or is localhost.</summary>
    private static (string Domain, string Name) SplitDomain(string text)
    {
        var parts = text.Split('/', 2);
        return parts.Length == 2
            && (parts[0] == "localhost"
                || parts[0].Contains('.', StringComparison.Ordinal)
                || parts[0].Contains(':', StringComparison.Ordinal)
                || Lower(parts[0]) != parts[0])
            ? (parts[0], parts[1])
            : ("docker.io", text);
    }

    private static string NormalDomain(string domain)
    {
        // Deviation: host names are compared in lower case, index.docker.io is Docker Hub in any case (Docker's own rule
        // knows it in lower case alone), a port has no leading zeros, an IPv6 address is written as RFC 5952 recommends.
        var match = HostAndPort().Match(domain);
        var host = Lower(match.Groups["host"].Value);
        var port = match.Groups["port"].Value;
        if (host[0] == '[')
        {
            host = OracleAddress.Normal(host[1..^1]) is { } address ? $"[{address}]" : host;
        }

        if (port.Length > 0)
        {
            return $"{host}:{WithoutLeadingZeros(port)}";
        }

        // Deviation: a host without dot and port is one by its capitals, and needs the port when it loses them.
        return host switch
        {
            "index.docker.io" => "docker.io",
            "localhost" => host,
            _ when host.AsSpan().ContainsAny('.', ':') => host,
            _ => host + ":443",
        };
    }

    private static string Lower(string host)
        => string.Concat(host.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c));

    private static string WithoutLeadingZeros(string digits)
        => LeadingZeros().Replace(digits, "");

    [GeneratedRegex(@"\A[a-f0-9]{64}\z")]
    private static partial Regex ImageId();

    [GeneratedRegex(@"\A" + DomainPattern + @"\z")]
    private static partial Regex Domain();

    [GeneratedRegex(@"\A(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>[0-9]+))?\z")]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"\A0+(?=[0-9])")]
    private static partial Regex LeadingZeros();

    [GeneratedRegex(
        @"\A(?<path>" + PathPattern + @")(?::(?<tag>[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}))?"
        + @"(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?\z")]
    private static partial Regex PathTagDigest();

    [GeneratedRegex(@"\A(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})\z")]
    private static partial Regex Digest();
}
