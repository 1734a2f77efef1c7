using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>A rule about several objects: no two Ingresses answer for one host. The others are in <c>data.inventory</c>, as far as
/// Config and SyncSets say.</summary>
public sealed class InventoryTests(ClusterFixture cluster) : GatekeeperTest(cluster)
{
    private const string UniqueHosts = """
        violation[{"msg": msg}] {
          host := input.review.object.spec.rules[_].host
          other := data.inventory.namespace[namespace]["networking.k8s.io/v1"].Ingress[name]
          other.spec.rules[_].host == host
          not is_this_one(namespace, name)
          msg := sprintf("host %v is taken by Ingress %v", [host, name])
        }

        is_this_one(namespace, name) {
          input.review.object.metadata.namespace == namespace
          input.review.object.metadata.name == name
        }
        """;

    private string _host = "";

    [Theory]
    [InlineData("Config")]
    [InlineData("SyncSet")]
    public async Task IngressWithAHostThatIsTaken_IsRefused(string sync)
    {
        _host = $"{Namespace.Name}.example.com";
        await ApplyTemplateAsync(Template(UniqueHosts, parameters: "unused: {type: string}"));
        await ApplyConstraintAsync(Constraint(spec: "enforcementAction: deny").Replace(
            """{apiGroups: [""], kinds: [Pod]}""", "{apiGroups: [networking.k8s.io], kinds: [Ingress]}", StringComparison.Ordinal));
        await using var synced = await SyncAsync(sync);
        Assert.Equal(0, (await Namespace.ApplyAsync(Ingress("first"))).ExitCode);

        var refusal = "";
        await Eventually.HoldsAsync(
            async () => (refusal = (await Namespace.ApplyAsync(Ingress("second"), "--dry-run=server")).Output)
                .Contains("denied", StringComparison.Ordinal),
            "the first Ingress to be in the inventory",
            Deadline);

        Assert.Contains(Denied(Namespace.Name, $"host {_host} is taken by Ingress first"), refusal, StringComparison.Ordinal);
        Assert.Equal(0, (await Namespace.KubectlAsync("label", "ingress", "first", "changed=yes")).ExitCode); // It is not its own rival.

        Assert.Equal(0, (await Namespace.KubectlAsync("delete", "ingress", "first")).ExitCode);
        await Eventually.HoldsAsync(
            async () => (await Namespace.ApplyAsync(Ingress("second"))).ExitCode == 0, "the host to be free", Deadline);
    }

    private async Task<IAsyncDisposable> SyncAsync(string kind)
    {
        const string Ingresses = "{group: networking.k8s.io, version: v1, kind: Ingress}";
        if (kind == "Config")
        {
            return await GatekeeperConfig.ApplyAsync(ControlPlane, $"sync: {{syncOnly: [{Ingresses}]}}");
        }

        var (exitCode, output) = await Namespace.ApplyAsync($$"""
            apiVersion: syncset.gatekeeper.sh/v1alpha1
            kind: SyncSet
            metadata: {name: {{Namespace.Name}}}
            spec:
              gvks: [{{Ingresses}}]
            """);
        Assert.True(exitCode == 0, output);
        return new Deletion(Namespace);
    }

    private string Ingress(string name) => $$"""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: {{name}}}
        spec:
          rules:
          - host: {{_host}}
            http:
              paths:
              - path: /
                pathType: Prefix
                backend:
                  service: {name: shop, port: {number: 80} }
        """;

    private sealed class Deletion(TestNamespace kubectl) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await kubectl.KubectlAsync("delete", "syncset", kubectl.Name);
    }
}
