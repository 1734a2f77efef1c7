using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Cli.Certificates;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>What can be wrong with a server's certificate, in one wording.</summary>
internal static class CertificateFindings
{
    /// <summary>The one finding that matters most.</summary>
    /// <param name="check">The check.</param>
    /// <param name="subject">Whose certificate it is.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="others">Those that came along.</param>
    /// <param name="host">The name that it has to carry; null if that is not known.</param>
    /// <param name="authorities">Who is trusted; null if that is not known.</param>
    /// <param name="now">The time.</param>
    public static Finding Of(
        string check, string subject, X509Certificate2 certificate, X509Certificate2Collection others, string? host, X509Certificate2Collection? authorities, DateTimeOffset now)
    {
        const string Renew = "Run bouncer init --renew.";
        if (host is not null && !CertificateReader.Carries(certificate, host))
        {
            return Finding.Problem(check, $"{subject} has a certificate for {string.Join(", ", CertificateReader.NamesOf(certificate))}, and not for {host}", $"Run bouncer init --renew --host {host}.");
        }

        if (authorities is not null && CertificateReader.WhyNotTrusted(certificate, others, authorities) is { } why)
        {
            return Finding.Problem(check, $"{subject} has a certificate that the API server does not trust: {why}", "Give the API server the authority that signed the certificate, or have the certificate signed by the one it trusts.");
        }

        var end = CertificateReader.EndOf(certificate);
        if (end <= now)
        {
            return Finding.Problem(check, $"{subject} has a certificate that has ended on {Day(end)}", Renew);
        }

        if (CertificateReader.StartOf(certificate) > now)
        {
            return Finding.Problem(check, $"{subject} has a certificate that begins on {Day(CertificateReader.StartOf(certificate))}", "Compare the clocks of this host, of the API server's and of the signer's.");
        }

        return end - now < CertificateReader.ReplaceBefore(certificate)
            ? Finding.Warning(check, $"{subject} has a certificate that ends on {Day(end)}", Renew)
            : Finding.Ok(check, $"{subject} has a certificate until {Day(end)}{(authorities is null ? "" : " that is trusted")}");
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
