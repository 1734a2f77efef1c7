using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.Admission.Tls;

/// <summary>Whether a client certificate is the API server's. Without that check anyone who reaches the port can ask what
/// the policy would let through.</summary>
internal static class ClientCertificateCheck
{
    private const string CommonName = "2.5.4.3";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>How the chain of a client certificate is built: to the given authorities alone, for client authentication.
    /// Revocation is not asked for: cluster authorities publish none, and asking would call out on every handshake.</summary>
    public static X509ChainPolicy ChainPolicy(ClientAuthorities authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities.Certificates);
        policy.ApplicationPolicy.Add(new(ClientAuthentication));
        return policy;
    }

    /// <summary>Why a certificate is refused; null if it is accepted.</summary>
    /// <param name="certificate">The certificate; null if none was shown.</param>
    /// <param name="chain">The chain, built by <see cref="ChainPolicy"/>.</param>
    /// <param name="errors">What the TLS stack has against it.</param>
    /// <param name="names">The names of which it must carry one; any will do if there is none.</param>
    public static string? Problem(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, IReadOnlyList<string> names)
    {
        if (certificate is not X509Certificate2 shown)
        {
            return "no client certificate was shown";
        }

        if (errors != SslPolicyErrors.None)
        {
            var status = chain?.ChainStatus.Select(s => s.Status.ToString()) ?? [];
            return $"the client certificate of {shown.Subject} is not trusted ({string.Join(", ", status.DefaultIfEmpty(errors.ToString()))})";
        }

        return names.Count == 0 || Names(shown).Any(name => names.Contains(name, StringComparer.Ordinal))
            ? null
            : $"the client certificate of {shown.Subject} carries none of the names {string.Join(", ", names)}";
    }

    private static IEnumerable<string> Names(X509Certificate2 certificate)
    {
        var common = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == CommonName)
            .Select(name => name.GetSingleElementValue() ?? "");
        var alternative = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames());
        return common.Concat(alternative);
    }
}
