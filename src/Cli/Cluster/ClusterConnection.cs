using System.CommandLine;
using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Cluster;

/// <summary>Finds the cluster as kubectl does.</summary>
internal static class ClusterConnection
{
    private const string ServiceAccountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /// <summary>The option that names a kubeconfig.</summary>
    public static Option<string> KubeconfigOption() => new("--kubeconfig")
    {
        Description = "How to reach the cluster. Without it: the file that KUBECONFIG names, the Pod's service account, or ~/.kube/config.",
        HelpName = "file",
    };

    /// <summary>Reads who we are and where the cluster is.</summary>
    /// <param name="kubeconfig">The file that the command line names; null for none.</param>
    /// <exception cref="ApiException">There is nothing to reach a cluster with, or it cannot be used.</exception>
    public static ApiConnection Open(string? kubeconfig) => ApiConnection.Open(kubeconfig ?? FromEnvironment() ?? FromHome(), "bouncer");

    private static string? FromEnvironment()
    {
        var files = (Environment.GetEnvironmentVariable("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return files.Length < 2
            ? files.FirstOrDefault()
            : throw new ApiException(
                $"KUBECONFIG names {files.Length} files, which are not merged here. Name one with --kubeconfig.", null, ApiException.NoCredentials);
    }

    private static string? FromHome()
    {
        var file = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        return !File.Exists(ServiceAccountToken) && File.Exists(file) ? file : null;
    }
}
