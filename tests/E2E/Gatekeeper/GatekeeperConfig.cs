using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>Gatekeeper's Config, of which there is one: a test has it until this is disposed.</summary>
internal sealed class GatekeeperConfig : IAsyncDisposable
{
    private readonly ITestCluster _cluster;

    private GatekeeperConfig(ITestCluster cluster)
    {
        _cluster = cluster;
    }

    /// <param name="cluster">The cluster.</param>
    /// <param name="spec">The Config's spec, in YAML on one line.</param>
    public static async Task<GatekeeperConfig> ApplyAsync(ITestCluster cluster, string spec)
    {
        var (exitCode, output) = await Kubectl.RunAsync(cluster, $"""
            apiVersion: config.gatekeeper.sh/v1alpha1
            kind: Config
            metadata:
              name: config
              namespace: {GatekeeperService.OwnNamespace}
            spec:
              {spec}
            """, ["apply", "-f", "-"]);
        Assert.True(exitCode == 0, output);
        return new(cluster);
    }

    public async ValueTask DisposeAsync()
        => await Kubectl.RunAsync(_cluster, "delete", "config.config.gatekeeper.sh", "config", $"--namespace={GatekeeperService.OwnNamespace}");
}
