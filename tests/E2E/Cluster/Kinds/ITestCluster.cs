using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Binaries;

namespace Bouncer.E2E.Cluster.Kinds;

/// <summary>A cluster to test on, of one kind or another.</summary>
public interface ITestCluster : IAsyncDisposable
{
    /// <summary>What it is, for people.</summary>
    string Description { get; }

    /// <summary>The version of the API server.</summary>
    KubernetesVersion Version { get; }

    /// <summary>The path of a kubeconfig that may do everything. Stays good when the API server restarts.</summary>
    string KubeconfigFile { get; }

    /// <summary>Where a service of this machine is, as the API server sees it.</summary>
    /// <param name="service">Its address here.</param>
    Uri AddressOf(Uri service);

    /// <summary>Restarts the API server and waits until Pods can be created.</summary>
    /// <param name="change">What is different from now on: what the plugin is told, and the client certificate.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task RestartApiServerAsync(Func<ControlPlaneOptions, ControlPlaneOptions>? change = null, CancellationToken cancellationToken = default);

    /// <summary>The last lines of the logs, for reports of failures.</summary>
    Task<string> LastLinesAsync();
}
