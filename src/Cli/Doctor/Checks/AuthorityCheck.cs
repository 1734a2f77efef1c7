using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.Cli.Certificates;
using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Whether a webhook's caBundle vouches for the certificate that its service shows, and for the one that lies in its Secret:
/// what is shown after the next reload.</summary>
internal static class AuthorityCheck
{
    private const string Check = "ca-bundle";

    public static async Task<Finding> RunAsync(
        ApiClient client, DoctorOptions options, WebhookRegistration webhook, DateTimeOffset now, CancellationToken cancellationToken)
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

        var target = WebhookTarget.Of(webhook, options);
        return Judge(
            webhook.Name,
            target,
            await TargetCertificates.ShownAsync(client, target, cancellationToken),
            await TargetCertificates.StoredAsync(client, target, cancellationToken),
            authorities,
            now);
    }

    /// <summary>Says what matters most of what is shown and what is stored.</summary>
    internal static Finding Judge(
        string webhook, WebhookTarget target, CertificateAnswer shown, CertificateAnswer stored, X509Certificate2Collection authorities, DateTimeOffset now)
    {
        var secret = $"Secret {target.Secret.Namespace}/{target.Secret.Name}";
        if (shown.Certificates is { } certificates)
        {
            var finding = Of(target.Address, certificates);
            if (stored.Certificates is not { } next || next[0].RawData.AsSpan().SequenceEqual(certificates[0].RawData))
            {
                return finding;
            }

            var later = Of($"{secret}, which {target.Address} does not show yet", next);
            if (target.Service is null || CertificateReader.Carries(certificates[0], target.Host))
            {
                return later.Status > finding.Status ? later : finding;
            }

            // Most likely the address of the Service leads elsewhere from here.
            return later.Status != FindingStatus.Ok ? later : Finding.Warning(
                Check,
                $"{webhook}: {secret} is good, and who answers at the address of {target.Address} has a certificate for {string.Join(", ", CertificateReader.NamesOf(certificates[0]))}",
                "Run bouncer doctor on a node: elsewhere the address of a Service may lead to somebody else.");
        }

        if (!shown.IsUnknown)
        {
            return Finding.Problem(Check, $"{webhook}: {target.Address} cannot be called: {shown.Problem}", "Let its clientConfig name a Service that is there, or a URL.");
        }

        if (stored.Certificates is { } lying)
        {
            return Of($"{secret}, since {target.Address} cannot be called from here", lying);
        }

        return stored.IsUnknown
            ? Finding.Warning(
                Check,
                $"{webhook}: not checked: {target.Address} cannot be called from here ({shown.Problem}), and what it shows is not known: {stored.Problem}",
                "Allow this account to get services and secrets, or run bouncer doctor on a node.")
            : Finding.Problem(
                Check,
                $"{webhook}: {target.Address} cannot be called: {shown.Problem}, and {stored.Problem}",
                "See that the service's Pods are ready. If the API server reaches what this host does not, run bouncer doctor there.");

        Finding Of(string source, X509Certificate2Collection found)
            => CertificateFindings.Of(Check, $"{webhook} ({source})", found[0], found, target.Host, authorities, now);
    }

    private static X509Certificate2Collection? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? CertificateReader.TryRead(Encoding.UTF8.GetString(bytes, 0, length)) : null;
    }
}
