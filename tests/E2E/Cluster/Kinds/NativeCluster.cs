using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Binaries;

namespace Bouncer.E2E.Cluster.Kinds;

/// <summary>A control plane as child processes.</summary>
internal sealed class NativeCluster : ITestCluster
{
    private readonly ControlPlane _controlPlane;

    private NativeCluster(ControlPlane controlPlane) => _controlPlane = controlPlane;

    /// <inheritdoc/>
    public string Description => $"native: the control plane of Kubernetes {Version} as child processes";

    /// <inheritdoc/>
    public KubernetesVersion Version => _controlPlane.Version;

    /// <inheritdoc/>
    public string KubeconfigFile => _controlPlane.KubeconfigFile;

    /// <summary>Starts it.</summary>
    public static async Task<NativeCluster> StartAsync(ControlPlaneOptions options, CancellationToken cancellationToken)
        => new(await ControlPlane.StartAsync(options, cancellationToken));

    /// <inheritdoc/>
    public Uri AddressOf(Uri service) => service;

    /// <inheritdoc/>
    public Task RestartApiServerAsync(Func<ControlPlaneOptions, ControlPlaneOptions>? change, CancellationToken cancellationToken)
        => _controlPlane.RestartApiServerAsync(change, cancellationToken);

    /// <inheritdoc/>
    public Task<string> LastLinesAsync() => Task.FromResult(_controlPlane.LastLines());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _controlPlane.DisposeAsync();
}
