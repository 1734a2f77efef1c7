using System.Security.Cryptography.X509Certificates;

namespace Bouncer.KubernetesApi.Access;

/// <summary>Where an API server is, by what it is known to be it, and who we are there.</summary>
/// <param name="Server">Its address, with a slash at its end.</param>
/// <param name="Credentials">What tells it who we are.</param>
internal sealed record ApiAccess(Uri Server, Credentials Credentials)
{
    /// <summary>The authorities one of which has to have signed its certificate; null for those that the system trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The name in its certificate; null if that is the address's.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether nobody checks who answers.</summary>
    public bool TrustsAnyServer { get; init; }

    /// <summary>The proxy on the way; null for what the environment says (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>).</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Headers of every request: as whom else it is to be judged.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Impersonation { get; init; } = [];
}
