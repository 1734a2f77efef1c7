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
    /// <exception cref="FormatException">It is empty, or has characters that no header can carry.</exception>
    public static AuthenticationHeaderValue Bearer(string token)
        => token.Length > 0 && token.All(c => c is > ' ' and <= '~')
            ? new("Bearer", token)
            : throw new FormatException("a token is of visible ASCII characters, one at least");

    /// <summary>Nothing of what is in it, which is nobody's business.</summary>
    public override string ToString() => nameof(Credential);
}
