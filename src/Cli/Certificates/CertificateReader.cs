using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.Cli.Certificates;

/// <summary>Reads certificates and asks them what matters of a server's.</summary>
internal static class CertificateReader
{
    private static readonly TimeSpan s_longestBefore = TimeSpan.FromDays(30);

    /// <summary>All certificates of a PEM text; null if there is none, or one cannot be read.</summary>
    public static X509Certificate2Collection? TryRead(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }

        return certificates.Count > 0 ? certificates : null;
    }

    /// <summary>Why an authority does not vouch for a certificate; null if it does. Time is looked at elsewhere.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="others">Those that came along, such as intermediates.</param>
    /// <param name="authorities">Who is trusted.</param>
    public static string? WhyNotTrusted(X509Certificate2 certificate, X509Certificate2Collection others, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate)
            ? null
            : $"it was issued by {certificate.Issuer}, and the authority is {string.Join(" and ", authorities.Select(a => a.Subject))}"
                + string.Concat(chain.ChainStatus.Select(s => s.Status).Distinct().Select(s => $" ({s})"));
    }

    /// <summary>Whether a certificate carries a DNS name or an address.</summary>
    public static bool Carries(X509Certificate2 certificate, string name)
        => certificate.MatchesHostname(name, allowWildcards: true, allowCommonName: false);

    /// <summary>The DNS names and addresses of a certificate.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select((IPAddress a) => a.ToString())];
    }

    /// <summary>How long before its end a certificate is to be replaced: thirty days, or the last third of one that lives shorter.</summary>
    public static TimeSpan ReplaceBefore(X509Certificate2 certificate)
    {
        var third = (EndOf(certificate) - StartOf(certificate)) / 3;
        return third < s_longestBefore ? third : s_longestBefore;
    }

    /// <summary>When a certificate ends.</summary>
    public static DateTimeOffset EndOf(X509Certificate2 certificate) => certificate.NotAfter.ToUniversalTime();

    /// <summary>When a certificate begins.</summary>
    public static DateTimeOffset StartOf(X509Certificate2 certificate) => certificate.NotBefore.ToUniversalTime();
}
