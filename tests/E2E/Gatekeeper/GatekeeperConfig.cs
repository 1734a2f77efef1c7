using Bouncer.E2E.Cluster;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>Gatekeeper's Config, of which there is one: a test has it until this is disposed.</summary>
internal sealed class GatekeeperConfig : IAsyncDisposable
{
    private readonly TestNamespace _kubectl;

    private GatekeeperConfig(TestNamespace kubectl)
    {
        _kubectl = kubectl;
    }

    /// <param name="kubectl">Where kubectl runs.</param>
    /// <param name="spec">The Config's spec, in YAML on one line.</param>
    public static async Task<GatekeeperConfig> ApplyAsync(TestNamespace kubectl, string spec)
    {
        var (exitCode, output) = await kubectl.ApplyAsync($"""
            apiVersion: config.gatekeeper.sh/v1alpha1
            kind: Config
            metadata:
              name: config
              namespace: {GatekeeperService.OwnNamespace}
            spec:
              {spec}
            """);
        Assert.True(exitCode == 0, output);
        return new(kubectl);
    }

    public async ValueTask DisposeAsync()
        => await _kubectl.KubectlAsync("delete", "config.config.gatekeeper.sh", "config", $"--namespace={GatekeeperService.OwnNamespace}");
}
