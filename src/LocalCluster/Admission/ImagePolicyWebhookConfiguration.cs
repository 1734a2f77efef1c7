namespace Bouncer.LocalCluster.Admission;

/// <summary>
/// How the API server's ImagePolicyWebhook plugin finds its backend, and what it does without it.
/// See https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook
/// </summary>
public sealed record ImagePolicyWebhookConfiguration
{
    /// <summary>The backend's whole URL, path included: <c>https://localhost:1323/image_policy</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>The path of the certificate of the authority that issued the backend's certificate.</summary>
    public required string CertificateAuthorityFile { get; init; }

    /// <summary>What the API server shows a backend that asks for a certificate; null for nothing.</summary>
    public ClientCertificateFiles? ClientCertificate { get; init; }

    /// <summary>How long the API server remembers that a review was allowed: whole seconds from 1 to 1,800; 50 s if not set. Zero
    /// or less: not at all.</summary>
    public TimeSpan AllowTtl { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>How long the API server remembers that a review was refused, as <see cref="AllowTtl"/>.</summary>
    public TimeSpan DenyTtl { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>The wait before the second of at most five tries, in whole milliseconds; 500 ms if not set.</summary>
    public TimeSpan RetryBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether Pods are admitted when the backend cannot be asked.</summary>
    public bool DefaultAllow { get; init; }
}

/// <summary>A client certificate as PEM files.</summary>
/// <param name="Certificate">The path of the certificate.</param>
/// <param name="Key">The path of its key.</param>
public sealed record ClientCertificateFiles(string Certificate, string Key);
