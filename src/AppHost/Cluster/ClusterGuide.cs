using System.Globalization;
using Bouncer.LocalCluster;

namespace Bouncer.AppHost.Cluster;

/// <summary>What is printed when the control plane is ready: how to use it, and two Pods to try.</summary>
internal static class ClusterGuide
{
    /// <param name="cluster">The control plane.</param>
    /// <param name="elapsed">How long its start took.</param>
    /// <param name="options">What the services allow.</param>
    public static string Write(ControlPlane cluster, TimeSpan elapsed, AppHostOptions options)
        => Write(
            $"{cluster.Version}", elapsed, Shell.Quote(cluster.Binaries.Kubectl), cluster.KubeconfigFile, AllowedImage(options));

    /// <summary>An image that both services admit; null if there is none, or if a policy or a folder of constraints says which.</summary>
    public static string? AllowedImage(AppHostOptions options)
        => options.PolicyFile is null && options.Gatekeeper.ConstraintsFolder is null
            && WebhookGuide.Registries(options.AllowedRegistries).Contains("docker.io")
            ? "docker.io/library/busybox"
            : null;

    /// <param name="version">The version of the API server.</param>
    /// <param name="elapsed">How long its start took.</param>
    /// <param name="kubectl">How to start kubectl.</param>
    /// <param name="kubeconfig">The path of the administrator's kubeconfig.</param>
    /// <param name="allowedImage">An image that is allowed, or null if none is known.</param>
    public static string Write(string version, TimeSpan elapsed, string kubectl, string kubeconfig, string? allowedImage)
    {
        string Run(string pod, string image) => $"{kubectl} --kubeconfig {Shell.Quote(kubeconfig)} run {pod} --image={Shell.Quote(image)}";
        var head = $"""

            A control plane (Kubernetes {version}, ready after {elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s) asks image-bouncer-webhook before it admits Pods.
              kubeconfig  {kubeconfig}

            """;
        return allowedImage is null ? head : $"""
            {head}
            Admitted:
              {Run("dh-busybox", allowedImage)}

            Refused:
              {Run("foreign-busybox", WebhookGuide.ForeignImage)}

            """;
    }
}
