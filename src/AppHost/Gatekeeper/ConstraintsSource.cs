using Bouncer.AppHost.Cluster;

namespace Bouncer.AppHost.Gatekeeper;

/// <summary>Where gatekeeper-adapter has its templates and constraints from.</summary>
/// <param name="kubeconfig">The path of a cluster's kubeconfig, or null; asked for when the service starts.</param>
internal sealed class ConstraintsSource(Func<string?> kubeconfig)
{
    /// <summary>The walk-through's, from the AppHost's folder.</summary>
    private const string Sample = "../../samples/allowed-repos";

    /// <summary>The full path of the folder of templates and constraints: read where there is no cluster, applied to the cluster
    /// that the AppHost starts.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether the folder is the walk-through's, so that it is known what it refuses.</summary>
    public required bool IsTheSample { get; init; }

    /// <summary>Whether the cluster is not there yet when the AppHost starts.</summary>
    public required bool ComesLater { get; init; }

    /// <summary>The path of the cluster's kubeconfig; null for the folder.</summary>
    public string? Kubeconfig => kubeconfig();

    public static ConstraintsSource Of(AppHostOptions options, DevelopmentCluster? cluster, string appHostDirectory)
    {
        var given = options.Gatekeeper.KubeconfigFile;
        return new(() => given ?? cluster?.KubeconfigFile)
        {
            Folder = options.Gatekeeper.ConstraintsFolder ?? Path.GetFullPath(Path.Combine(appHostDirectory, Sample)),
            IsTheSample = options.Gatekeeper.ConstraintsFolder is null,
            ComesLater = cluster is not null || (given is not null && !File.Exists(given)),
        };
    }
}
