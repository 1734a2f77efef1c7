using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Cli.Certificates;
using Bouncer.Cli.Cluster;
using Bouncer.Cli.Init.Signing;
using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>The certificates of a place.</summary>
/// <param name="Certificates">The server's and those behind it; null if there are none.</param>
/// <param name="Problem">Why there are none.</param>
/// <param name="IsUnknown">Whether there may be some, and they could not be looked at.</param>
internal sealed record CertificateAnswer(X509Certificate2Collection? Certificates, string? Problem, bool IsUnknown)
{
    public static CertificateAnswer Of(X509Certificate2Collection certificates) => new(certificates, null, false);

    public static CertificateAnswer Missing(string problem) => new(null, problem, false);

    public static CertificateAnswer Unknown(string problem) => new(null, problem, true);
}

/// <summary>Looks for the certificates of who answers for a webhook.</summary>
internal static class TargetCertificates
{
    /// <summary>Networks drop what is sent to the address of a Service from outside of the cluster.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>What it shows when it is called as the API server calls it; a Service by its address, which nodes can.</summary>
    public static async Task<CertificateAnswer> ShownAsync(ApiClient client, WebhookTarget target, CancellationToken cancellationToken)
    {
        if (target.Service is not { } service)
        {
            return target.Url is { } url
                ? Of(await WebhookProbe.CallAsync(url, null, cancellationToken))
                : CertificateAnswer.Missing("it is no URL");
        }

        try
        {
            var found = await client.FindAsync(Resources.Services, service.Namespace, service.Name, cancellationToken);
            return found is null ? CertificateAnswer.Missing("there is no such Service")
                : !IPAddress.TryParse(found.TextAt("spec", "clusterIP"), out var address) ? CertificateAnswer.Unknown("the Service has no clusterIP")
                : Of(await WebhookProbe.CallAsync(new UriBuilder(Uri.UriSchemeHttps, address.ToString(), service.Port).Uri, target.Host, cancellationToken, s_patience));
        }
        catch (ApiException e)
        {
            return CertificateAnswer.Unknown(e.Message);
        }
    }

    /// <summary>What lies in its Secret: what it shows after its next reload.</summary>
    public static async Task<CertificateAnswer> StoredAsync(ApiClient client, WebhookTarget target, CancellationToken cancellationToken)
    {
        var (@namespace, name) = target.Secret;
        try
        {
            return await client.FindAsync(Resources.Secrets, @namespace, name, cancellationToken) is not { } secret ? CertificateAnswer.Missing($"Secret {@namespace}/{name} is not there")
                : StoredCertificate.Read(secret) is { } stored ? CertificateAnswer.Of(stored)
                : CertificateAnswer.Missing($"the tls.crt of Secret {@namespace}/{name} is no certificate");
        }
        catch (ApiException e)
        {
            return CertificateAnswer.Unknown(e.Message);
        }
    }

    private static CertificateAnswer Of(ProbeAnswer answer)
        => answer.Certificate is { } certificate ? CertificateAnswer.Of([certificate, .. answer.Others]) : CertificateAnswer.Unknown(answer.Problem!);
}
