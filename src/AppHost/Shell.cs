using Bouncer.AppHost.Certificates;

namespace Bouncer.AppHost;

/// <summary>Text for a POSIX shell.</summary>
internal static class Shell
{
    /// <summary>Quotes an argument, whatever is inside.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A command that sends a review to a service.</summary>
    /// <param name="certificates">What the service is trusted by, and what it trusts.</param>
    /// <param name="options">Whether it wants to see a certificate.</param>
    /// <param name="review">The review, in JSON.</param>
    /// <param name="url">Where to.</param>
    public static string Curl(DevelopmentCertificates certificates, AppHostOptions options, string review, string url)
    {
        var client = options.RequireClientCertificates ? $" --cert {Quote(certificates.ClientCertificate)} --key {Quote(certificates.ClientKey)}" : "";
        return $"curl -sS -w '\\n' --cacert {Quote(certificates.Authority)}{client} -H 'Content-Type: application/json' -d {Quote(review)} {url}";
    }
}
