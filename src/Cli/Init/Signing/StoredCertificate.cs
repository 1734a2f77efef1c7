using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.Cli.Certificates;
using Bouncer.Cli.Objects;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Init.Signing;

/// <summary>The certificate and key in a Secret of type <c>kubernetes.io/tls</c>.</summary>
internal static class StoredCertificate
{
    /// <summary>The members of the Secret's document that hold them.</summary>
    public static RegoObject Data(string certificate, string key) => StructuredText.Object(
        ("tls.crt", StructuredText.Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate)))),
        ("tls.key", StructuredText.Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(key)))));

    /// <summary>The server's certificate and those behind it; null if there is none that can be read.</summary>
    public static X509Certificate2Collection? Read(RegoObject secret) => Text(secret, "tls.crt") is { } pem ? CertificateReader.TryRead(pem) : null;

    /// <summary>Why a Secret has to be made anew; null if it is as it should be.</summary>
    /// <param name="secret">The Secret.</param>
    /// <param name="hosts">What the certificate is to carry.</param>
    /// <param name="renewBefore">How long before its end it is replaced; what is usual if null.</param>
    /// <param name="now">The time.</param>
    public static string? WhyNotGood(RegoObject secret, IReadOnlyList<string> hosts, TimeSpan? renewBefore, DateTimeOffset now)
    {
        if (Read(secret) is not [var certificate, ..])
        {
            return "its tls.crt is no certificate";
        }

        if (!HasKeyOf(secret, certificate))
        {
            return "its tls.key is not the key of its certificate";
        }

        if (hosts.Where(h => !CertificateReader.Carries(certificate, h)).ToList() is { Count: > 0 } missing)
        {
            return $"its certificate does not carry {string.Join(", ", missing)}";
        }

        var end = CertificateReader.EndOf(certificate);
        return end <= now ? $"its certificate has ended on {Day(end)}" : end - now < (renewBefore ?? CertificateReader.ReplaceBefore(certificate)) ? $"its certificate ends on {Day(end)}" : null;
    }

    /// <summary>The certificate in a few words.</summary>
    public static string Describe(X509Certificate2 certificate)
        => $"valid until {Day(CertificateReader.EndOf(certificate))} for {string.Join(", ", CertificateReader.NamesOf(certificate))}";

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool HasKeyOf(RegoObject secret, X509Certificate2 certificate)
    {
        try
        {
            using var both = Text(secret, "tls.key") is { } key ? X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), key) : null;
            return both is not null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static string? Text(RegoObject secret, string name)
    {
        var base64 = secret.TextAt("data", name);
        var bytes = new byte[base64.Length];
        return base64.Length > 0 && Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
