using Bouncer.Admission.Files;
using Bouncer.Admission.Tls;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Hosting;

/// <summary>The files that the service lives on, read for the first time.</summary>
internal sealed record StartupFiles(Reloadable<ServerCertificate> Certificate, Reloadable<ClientAuthorities>? ClientAuthorities)
{
    /// <summary>The way to the API server; null if the state does not come from a cluster.</summary>
    public ApiConnection? Cluster { get; init; }

    public IEnumerable<IReloadable> All => ClientAuthorities is null ? [Certificate] : [Certificate, ClientAuthorities];

    /// <summary>Reads all files that are named and tells every problem with them at once.</summary>
    /// <returns>The files; null if there is a problem.</returns>
    public static StartupFiles? Read(AdapterOptions options, TimeProvider time, List<string> problems)
    {
        var certificate = options is { CertificatePath.Length: > 0, KeyPath.Length: > 0 }
            ? InvalidFileException.Collect(() => ServerCertificate.Open(options.CertificatePath, options.KeyPath, time), problems)
            : null;
        var authorities = options.ClientAuthorityPath is { } path
            ? InvalidFileException.Collect(() => Bouncer.Admission.Tls.ClientAuthorities.Open(path, time), problems)
            : null;
        if (options.PoliciesPath is { } folder && !Directory.Exists(folder))
        {
            problems.Add($"{Settings.Policies.Label} is \"{folder}\", and there is no such folder.");
        }

        var cluster = options.State == StateSource.Cluster ? Connect(options.KubeconfigPath, problems) : null;
        return problems.Count == 0 ? new(certificate!, authorities) { Cluster = cluster } : null;
    }

    private static ApiConnection? Connect(string? kubeconfig, List<string> problems)
    {
        try
        {
            return ApiConnection.Open(kubeconfig, "gatekeeper-adapter");
        }
        catch (ApiException e)
        {
            problems.Add(e.Message);
            return null;
        }
    }
}
