using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Binaries;

namespace Bouncer.E2E.Cluster.Kinds;

/// <summary>A kind of cluster that tests can run on: <c>E2E_CLUSTER</c> names it.</summary>
internal abstract class ClusterKind
{
    /// <summary>The kind of this run; <c>native</c> if nothing is said.</summary>
    /// <exception cref="InvalidOperationException"><c>E2E_CLUSTER</c> names no kind.</exception>
    public static ClusterKind Chosen => Environment.GetEnvironmentVariable("E2E_CLUSTER") switch
    {
        null or "" or "native" => new Native(),
        "k3s" => new K3s(),
        "node" => new Node(),
        var other => throw new InvalidOperationException($"E2E_CLUSTER is '{other}'. Use 'native', 'k3s' or 'node'."),
    };

    /// <summary>The kind's name.</summary>
    public abstract string Name { get; }

    /// <summary>The address that services have to listen on for the cluster to reach them.</summary>
    public abstract string ServicesBind { get; }

    /// <summary>Finds out why a cluster of this kind cannot be had.</summary>
    /// <returns>The reason; null if it can.</returns>
    public abstract Task<string?> FindOutWhyNotAsync(CancellationToken cancellationToken);

    /// <summary>Starts a cluster.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="auditLogFolder">The folder of the API server's audit log.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public abstract Task<ITestCluster> StartAsync(ControlPlaneOptions options, string auditLogFolder, CancellationToken cancellationToken);

    /// <summary>Ephemeral containers: off by default before 1.23, not to be turned off since 1.25.</summary>
    private static ControlPlaneOptions WithEphemeralContainers(ControlPlaneOptions options, KubernetesVersion version) => options with
    {
        FeatureGates = version.IsBefore(23) ? new Dictionary<string, bool> { ["EphemeralContainers"] = true } : [],
    };

    private sealed class Native : ClusterKind
    {
        public override string Name => "native";

        public override string ServicesBind => "127.0.0.1";

        public override Task<string?> FindOutWhyNotAsync(CancellationToken cancellationToken)
            => Task.FromResult(KubernetesBinaries.Find() is null ? "the programs of a control plane are not here. eng/kubernetes.sh gets them." : null);

        public override async Task<ITestCluster> StartAsync(ControlPlaneOptions options, string auditLogFolder, CancellationToken cancellationToken)
        {
            var binaries = KubernetesBinaries.Find()!;
            var version = await binaries.GetVersionAsync(cancellationToken);
            return await NativeCluster.StartAsync(WithEphemeralContainers(options, version) with { Binaries = binaries }, cancellationToken);
        }
    }

    private sealed class K3s : ClusterKind
    {
        public override string Name => "k3s";

        public override string ServicesBind => "0.0.0.0";

        private static string? Image => Environment.GetEnvironmentVariable(K3sCluster.ImageVariable);

        public override async Task<string?> FindOutWhyNotAsync(CancellationToken cancellationToken)
        {
            using var engine = await DockerEngine.FindAsync(cancellationToken);
            if (engine is null)
            {
                return "no Docker engine answers. eng/docker.sh starts one.";
            }

            if (string.IsNullOrEmpty(Image))
            {
                return $"{K3sCluster.ImageVariable} names no image. eng/k3s-image.sh prints one.";
            }

            await K3sCluster.PrepareAsync(engine, Image, cancellationToken);
            return null;
        }

        public override async Task<ITestCluster> StartAsync(ControlPlaneOptions options, string auditLogFolder, CancellationToken cancellationToken)
        {
            // The version is in the image's tag: "v1.35.5-k3s1@sha256:...", "v1.20.2-0123abcd".
            var tag = Image![(Image!.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('-', '@')[0];
            var version = KubernetesVersion.TryParse(tag, out var parsed) ? parsed : throw new FormatException($"{K3sCluster.ImageVariable} is '{Image}', whose tag does not begin with a version.");
            return await K3sCluster.StartAsync(Image, WithEphemeralContainers(options, version), auditLogFolder, cancellationToken);
        }
    }

    private sealed class Node : ClusterKind
    {
        public override string Name => "node";

        public override string ServicesBind => "0.0.0.0";

        public override async Task<string?> FindOutWhyNotAsync(CancellationToken cancellationToken)
            => !Environment.IsPrivilegedProcess ? "its namespaces, mounts and networks take root."
                : await NodeCluster.FindProgramsAsync(cancellationToken) is null ? "the programs of a node are not here. eng/kubernetes.sh --node gets them."
                : null;

        public override async Task<ITestCluster> StartAsync(ControlPlaneOptions options, string auditLogFolder, CancellationToken cancellationToken)
        {
            var programs = await NodeCluster.FindProgramsAsync(cancellationToken);
            var version = await programs!.GetVersionAsync(cancellationToken);
            return await NodeCluster.StartAsync(WithEphemeralContainers(options, version), version, cancellationToken);
        }
    }
}
