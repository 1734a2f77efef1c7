using System.Net.Http.Headers;

namespace Bouncer.KubernetesApi.Access;

/// <summary>What tells the API server who we are: a header, a certificate, both, or nothing.</summary>
internal sealed record Credential
{
    /// <summary>The header of every request; null for none.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>The certificate of every connection; null for none.</summary>
    public ClientCertificate? Certificate { get; init; }

    /// <summary>When to ask for another one; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The header for a token.</summary>
    public static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);
}
