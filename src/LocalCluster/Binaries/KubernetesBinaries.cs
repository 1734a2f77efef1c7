using System.Diagnostics;

namespace Bouncer.LocalCluster.Binaries;

/// <summary>The programs of a control plane, as paths.</summary>
/// <param name="Etcd">The path of <c>etcd</c>.</param>
/// <param name="ApiServer">The path of <c>kube-apiserver</c>.</param>
/// <param name="ControllerManager">The path of <c>kube-controller-manager</c>.</param>
/// <param name="Kubectl">The path of <c>kubectl</c>, which no control plane needs and every person does.</param>
public sealed record KubernetesBinaries(string Etcd, string ApiServer, string ControllerManager, string Kubectl)
{
    /// <summary>The environment variable of envtest and kubebuilder that names the programs' folder.</summary>
    public const string AssetsVariable = "KUBEBUILDER_ASSETS";

    /// <summary>The environment variable that moves the cache of <c>eng/kubernetes.sh</c>.</summary>
    public const string CacheVariable = "BOUNCER_CACHE";

    /// <summary>
    /// Looks where <c>eng/kubernetes.sh</c> looks: the folder <c>KUBEBUILDER_ASSETS</c>, <c>PATH</c>, the cache. Fetches and
    /// builds nothing.
    /// </summary>
    /// <param name="environment">Reads an environment variable; the process's own if null.</param>
    /// <returns>The programs, or null where they are not all to be had.</returns>
    public static KubernetesBinaries? Find(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        if (environment(AssetsVariable) is { Length: > 0 } assets)
        {
            return In([assets]); // Who names a folder means that one and no other.
        }

        return In((environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)) ?? In([CacheFolder(environment)]);
    }

    /// <summary>The version of the API server, from the program itself.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ControlPlaneException">The program does not start, or says something else.</exception>
    public async Task<KubernetesVersion> GetVersionAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(ApiServer, ["--version"]) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return KubernetesVersion.TryParse(output, out var version)
                ? version
                : throw new ControlPlaneException($"'{ApiServer} --version' printed '{output.Trim()}', which names no version.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ControlPlaneException($"'{ApiServer}' cannot be started: {e.Message}", e);
        }
    }

    private static KubernetesBinaries? In(IReadOnlyList<string> folders)
    {
        string? Locate(string program)
            => folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

        return Locate("etcd") is { } etcd && Locate("kube-apiserver") is { } apiServer
            && Locate("kube-controller-manager") is { } controllerManager && Locate("kubectl") is { } kubectl
            ? new(etcd, apiServer, controllerManager, kubectl)
            : null;
    }

    private static string CacheFolder(Func<string, string?> environment)
    {
        var cache = environment(CacheVariable) is { Length: > 0 } own ? own
            : environment("XDG_CACHE_HOME") is { Length: > 0 } xdg ? Path.Combine(xdg, "bouncer")
            : Path.Combine(environment("HOME") ?? "", ".cache", "bouncer");
        return Path.Combine(cache, "kubernetes");
    }
}
