using Bouncer.Cli.Certificates;
using Bouncer.Cli.Cluster;
using Bouncer.Cli.Init.Signing;
using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Whether the certificate that is stored is good, and the one that is shown.</summary>
internal static class SecretCheck
{
    private const string Check = "secret";

    public static async Task RunAsync(
        ApiClient client, DoctorOptions options, ProbeAnswer? served, DateTimeOffset now, List<Finding> findings, CancellationToken cancellationToken)
    {
        var name = $"Secret {options.Namespace}/{options.Secret}";
        var secret = await client.FindAsync(Resources.Secrets, options.Namespace, options.Secret, cancellationToken);
        if (secret is null)
        {
            findings.Add(Finding.Problem(Check, $"{name} is not there, and the Webhook's Pods wait for it", "Run bouncer init."));
            return;
        }

        if (StoredCertificate.WhyNotGood(secret, [], TimeSpan.Zero, now) is { } why)
        {
            findings.Add(Finding.Problem(Check, $"{name}: {why}", "Run bouncer init --renew."));
            return;
        }

        var stored = StoredCertificate.Read(secret)!;
        findings.Add(served?.Certificate is { } shown && !shown.RawData.AsSpan().SequenceEqual(stored[0].RawData)
            ? Finding.Warning(Check, $"{name} has another certificate than the Webhook shows", "The kubelet brings a changed Secret into the Pods within about two minutes. If that has passed, see the Webhook's log.")
            : CertificateFindings.Of(Check, name, stored[0], stored, null, null, now));
    }
}
