using Bouncer.Admission.Files;
using Bouncer.Admission.Tls;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.Webhook.Options;
using Bouncer.Webhook.Policies;

namespace Bouncer.Webhook.Hosting;

/// <summary>The files that the service lives on, read for the first time.</summary>
internal sealed record StartupFiles(
    Reloadable<Policy> Policy, Reloadable<ServerCertificate> Certificate, Reloadable<ClientAuthorities>? ClientAuthorities)
{
    public IEnumerable<IReloadable> All => ClientAuthorities is null ? [Policy, Certificate] : [Policy, Certificate, ClientAuthorities];

    /// <summary>Reads all files that are named and tells every problem with them at once.</summary>
    /// <returns>The files; null if there is a problem.</returns>
    public static StartupFiles? Read(WebhookOptions options, TimeProvider time, List<string> problems)
    {
        var hasPolicy = options.PolicyPath is not null || options.Registries.Count > 0;
        var policy = hasPolicy ? InvalidFileException.Collect(() => PolicySource.Open(options, time), problems) : null;
        var certificate = options is { CertificatePath.Length: > 0, KeyPath.Length: > 0 }
            ? InvalidFileException.Collect(() => ServerCertificate.Open(options.CertificatePath, options.KeyPath, time), problems)
            : null;
        var authorities = options.ClientAuthorityPath is { } path
            ? InvalidFileException.Collect(() => Admission.Tls.ClientAuthorities.Open(path, time), problems)
            : null;
        return problems.Count == 0 ? new(policy!, certificate!, authorities) : null;
    }
}
