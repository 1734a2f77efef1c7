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
        var policy = hasPolicy ? Try(() => PolicySource.Open(options, time), problems) : null;
        var certificate = options is { CertificatePath.Length: > 0, KeyPath.Length: > 0 }
            ? Try(() => OpenCertificate(options, time), problems)
            : null;
        var authorities = options.ClientAuthorityPath is { } path ? Try(() => OpenAuthorities(path, time), problems) : null;
        return problems.Count == 0 ? new(policy!, certificate!, authorities) : null;
    }

    private static Reloadable<ServerCertificate> OpenCertificate(WebhookOptions options, TimeProvider time)
        => new(
            "certificate",
            [options.CertificatePath, options.KeyPath],
            files => ServerCertificate.Load(files[0], files[1], options.CertificatePath, options.KeyPath),
            certificate => certificate.Version,
            time);

    private static Reloadable<ClientAuthorities> OpenAuthorities(string path, TimeProvider time)
        => new("client-ca", [path], files => Admission.Tls.ClientAuthorities.Load(files[0], path), authorities => authorities.Version, time);

    private static T? Try<T>(Func<T> open, List<string> problems)
        where T : class
    {
        try
        {
            return open();
        }
        catch (InvalidFileException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }
}
