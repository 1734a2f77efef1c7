using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.Cli.Certificates;
using Bouncer.Cli.Cluster;
using Bouncer.Cli.Init.Signing;
using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Whether a webhook's caBundle vouches for the certificate that its service shows.</summary>
internal static class AuthorityCheck
{
    private const string Check = "ca-bundle";

    /// <summary>The Secrets in which our services' certificates are.</summary>
    private static readonly string[] s_secrets = [Names.Secret, "gatekeeper-webhook-server-cert"];

    public static async Task<Finding> RunAsync(ApiClient client, WebhookRegistration webhook, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Remedy = "Put the authority that signed the certificate into clientConfig.caBundle (docs/install.md).";
        var bundle = webhook.Document.TextAt("clientConfig", "caBundle");
        if (bundle.Length == 0)
        {
            return Finding.Problem(Check, $"{webhook.Name} has no caBundle, so that the API server trusts nobody who answers", Remedy);
        }

        if (Decode(bundle) is not { } authorities)
        {
            return Finding.Problem(Check, $"{webhook.Name} has a caBundle that is no certificate", Remedy);
        }

        try
        {
            var (host, answer, source) = webhook.ServiceNamespace.Length > 0
                ? await OfServiceAsync(client, webhook, cancellationToken)
                : await OfUrlAsync(webhook.Document.TextAt("clientConfig", "url"), cancellationToken);
            return answer.Certificate is { } certificate
                ? CertificateFindings.Of(Check, $"{webhook.Name} ({source})", certificate, answer.Others, host, authorities, now)
                : Finding.Problem(Check, $"{webhook.Name}: {source} cannot be called: {answer.Problem}", "See that the service's Pods are ready. If the API server reaches what this host does not, run bouncer doctor there.");
        }
        catch (ApiException e)
        {
            return Finding.Warning(Check, $"{webhook.Name}: not checked: {e.Message}", "Allow this account to get services and secrets, or run bouncer doctor on a node.");
        }
    }

    private static async Task<(string Host, ProbeAnswer Answer, string Source)> OfUrlAsync(string text, CancellationToken cancellationToken)
        => Uri.TryCreate(text, UriKind.Absolute, out var url)
            ? (url.IdnHost, await WebhookProbe.CallAsync(url, null, cancellationToken), text)
            : ("", new(null, [], "it is no URL"), $"\"{text}\"");

    /// <summary>Calls the service by its address, which nodes can; elsewhere what it will show is in its Secret.</summary>
    private static async Task<(string Host, ProbeAnswer Answer, string Source)> OfServiceAsync(
        ApiClient client, WebhookRegistration webhook, CancellationToken cancellationToken)
    {
        var name = webhook.Document.TextAt("clientConfig", "service", "name");
        var host = $"{name}.{webhook.ServiceNamespace}.svc";
        var port = webhook.Document.NumberAt("clientConfig", "service", "port") is > 0 and < 65536 and var given ? given : 443;
        var service = await client.FindAsync(new("", "v1", "services"), webhook.ServiceNamespace, name, cancellationToken);
        if (service is null)
        {
            return (host, new(null, [], "there is no such Service"), $"Service {webhook.ServiceNamespace}/{name}");
        }

        var answer = await WebhookProbe.CallAsync(new UriBuilder(Uri.UriSchemeHttps, service.TextAt("spec", "clusterIP"), (int)port).Uri, host, cancellationToken);
        if (answer.Certificate is not null)
        {
            return (host, answer, host);
        }

        foreach (var secret in s_secrets)
        {
            var found = await client.FindAsync(Resources.Secrets, webhook.ServiceNamespace, secret, cancellationToken);
            if (found is not null && StoredCertificate.Read(found) is { } stored && CertificateReader.Carries(stored[0], host))
            {
                return (host, new(stored[0], stored, null), $"Secret {webhook.ServiceNamespace}/{secret}, since {host} cannot be called from here");
            }
        }

        return (host, answer, host);
    }

    private static X509Certificate2Collection? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? CertificateReader.TryRead(Encoding.UTF8.GetString(bytes, 0, length)) : null;
    }
}
