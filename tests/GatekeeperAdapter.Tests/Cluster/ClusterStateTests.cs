using Bouncer.GatekeeperAdapter.Cluster;
using Bouncer.KubernetesApi;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster;

/// <summary>The state as a real API server fills it.</summary>
public sealed class ClusterStateTests(RealCluster cluster) : IClassFixture<RealCluster>
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TemplateAndConstraint_ComeIntoForce_HaveTheirStatus_AndGo()
    {
        await using var replica = await cluster.ReplicaAsync();
        await replica.ReadyAsync();

        await cluster.ApplyTemplateAsync("RulesOfLife");
        await cluster.ApplyConstraintAsync("RulesOfLife", "live");
        await RealCluster.Eventually("the constraint in force", () => replica.InForce.Contains("live"));

        var crd = await cluster.FindAsync(GatekeeperResources.Crds, "rulesoflife.constraints.gatekeeper.sh");
        var template = (await cluster.FindAsync(GatekeeperResources.Templates, "rulesoflife"))!;
        var owner = Assert.IsType<RegoObject>(Assert.Single(crd!.ListAt("metadata", "ownerReferences")));
        Assert.Equal((template.Uid(), "ConstraintTemplate", "rulesoflife"), (owner.TextAt("uid"), owner.TextAt("kind"), owner.TextAt("name")));

        var constraints = GatekeeperResources.Constraints("RulesOfLife");
        await RealCluster.Eventually("both have a status", async () =>
            (await cluster.ByPodAsync(constraints, "live")).Count == 1 && (await cluster.ByPodAsync(GatekeeperResources.Templates, "rulesoflife")).Count == 1);
        template = (await cluster.FindAsync(GatekeeperResources.Templates, "rulesoflife"))!;
        Assert.True(template.At("status", "created") is RegoBoolean { Value: true });
        var ofTemplate = (await cluster.ByPodAsync(GatekeeperResources.Templates, "rulesoflife"))[0];
        Assert.Equal(("replica-a", template.Uid(), 1), (ofTemplate.TextAt("id"), ofTemplate.TextAt("templateUID"), ofTemplate.NumberAt("observedGeneration")));
        Assert.Equal("[\"audit\", \"status\", \"webhook\"]", ofTemplate.ListAt("operations").ToString());
        var ofConstraint = (await cluster.ByPodAsync(constraints, "live"))[0];
        Assert.Equal(((await cluster.FindAsync(constraints, "live"))!.Uid(), "true"), (ofConstraint.TextAt("constraintUID"), ofConstraint.At("enforced")!.ToString()));

        await cluster.Client.DeleteAsync(constraints, "", "live", "", Deadline);
        await RealCluster.Eventually("the constraint gone", () => !replica.InForce.Contains("live"));
        await cluster.Client.DeleteAsync(GatekeeperResources.Templates, "", "rulesoflife", "", Deadline);
        await RealCluster.Eventually("the CustomResourceDefinition gone", async () =>
            await cluster.FindAsync(GatekeeperResources.Crds, "rulesoflife.constraints.gatekeeper.sh") is null);
        Assert.DoesNotContain(replica.State.Constraints.Templates, t => t.Name == "rulesoflife");
    }

    [Fact]
    public async Task BadTemplate_SaysWhyInItsStatus_AndEverythingElseGoesOn()
    {
        await using var replica = await cluster.ReplicaAsync();
        await replica.ReadyAsync();
        await cluster.ApplyTemplateAsync("RulesThatAreBad", "violation[{\"msg\": \"no\"}] { count(missing) > 0 }");
        await cluster.ApplyTemplateAsync("RulesBesideBad");
        await cluster.ApplyConstraintAsync("RulesBesideBad", "beside");

        await RealCluster.Eventually("the constraint in force", () => replica.InForce.Contains("beside"));
        await RealCluster.Eventually("a status", async () => (await cluster.ByPodAsync(GatekeeperResources.Templates, "rulesthatarebad")).Count == 1);

        var template = (await cluster.FindAsync(GatekeeperResources.Templates, "rulesthatarebad"))!;
        Assert.True(template.At("status", "created") is RegoBoolean { Value: false });
        var error = Assert.IsType<RegoObject>(Assert.Single((await cluster.ByPodAsync(GatekeeperResources.Templates, "rulesthatarebad"))[0].ListAt("errors")));
        Assert.Equal("ingest_error", error.TextAt("code"));
        Assert.Contains("var missing is unsafe", error.TextAt("message"), StringComparison.Ordinal);
        Assert.StartsWith("spec.targets[0].rego:2:", error.TextAt("location"), StringComparison.Ordinal);
        Assert.Null(await cluster.FindAsync(GatekeeperResources.Crds, "rulesthatarebad.constraints.gatekeeper.sh"));

        await using var later = await cluster.ReplicaAsync("replica-b");
        await later.ReadyAsync(); // A template that cannot be compiled is known all the same.
    }

    [Fact]
    public async Task RestartedApiServer_IsFollowedOn_AndNothingGoesOutOfForce()
    {
        await using var replica = await cluster.ReplicaAsync();
        await replica.ReadyAsync();
        await cluster.ApplyTemplateAsync("RulesOfRestart");
        await cluster.ApplyConstraintAsync("RulesOfRestart", "before");
        await RealCluster.Eventually("the constraint in force", () => replica.InForce.Contains("before"));

        await cluster.ControlPlane.RestartApiServerAsync(cancellationToken: Deadline);
        Assert.Contains("before", replica.InForce);
        await cluster.ApplyConstraintAsync("RulesOfRestart", "after");

        await RealCluster.Eventually("the new constraint in force", () => replica.InForce.Contains("after"));
        Assert.Contains("before", replica.InForce);
        Assert.DoesNotContain("RulesOfRestart before is gone", replica.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReplicasThatStartTogether_LoseNoEntry()
    {
        string[] names = ["replica-a", "replica-b", "replica-c"];
        var replicas = await Task.WhenAll(names.Select(cluster.ReplicaAsync));
        await Task.WhenAll(replicas.Select(r => r.ReadyAsync()));
        await cluster.ApplyTemplateAsync("RulesOfReplicas");
        await cluster.ApplyConstraintAsync("RulesOfReplicas", "all");

        await RealCluster.Eventually("an entry of each for the template", async () =>
            names.SequenceEqual((await cluster.ByPodAsync(GatekeeperResources.Templates, "rulesofreplicas")).Select(e => e.TextAt("id"))));
        await RealCluster.Eventually("an entry of each for the constraint", async () =>
            names.SequenceEqual((await cluster.ByPodAsync(GatekeeperResources.Constraints("RulesOfReplicas"), "all")).Select(e => e.TextAt("id"))));
        foreach (var replica in replicas)
        {
            Assert.DoesNotContain("Cannot bring", replica.Output, StringComparison.Ordinal);
            await replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task ConfigAndSyncSets_SayWhatIsInTheInventory()
    {
        await using var replica = await cluster.ReplicaAsync();
        await replica.ReadyAsync();
        var maps = new ApiResource("", "v1", "configmaps");
        foreach (var name in (string[])["gatekeeper-system", "synced", "unsynced"])
        {
            await cluster.CreateAsync(ApiResource.Namespaces, $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}}}}}");
            await cluster.CreateAsync(maps, "{apiVersion: v1, kind: ConfigMap, metadata: {name: kept}}", name);
        }

        await cluster.CreateAsync(GatekeeperResources.SyncSets, """
            apiVersion: syncset.gatekeeper.sh/v1alpha1
            kind: SyncSet
            metadata: {name: maps}
            spec: {gvks: [{group: "", version: v1, kind: ConfigMap}, {group: no.such, version: v1, kind: Thing}]}
            """);
        bool HasMap(string name) => replica.State.Inventory.Snapshot.At("namespace", name, "v1", "ConfigMap", "kept") is not null;
        await RealCluster.Eventually("the maps in the inventory", () => HasMap("synced") && HasMap("unsynced"));

        await cluster.CreateAsync(GatekeeperResources.Configs, """
            apiVersion: config.gatekeeper.sh/v1alpha1
            kind: Config
            metadata: {name: config}
            spec:
              match: [{excludedNamespaces: [unsync*], processes: [sync]}]
              sync: {syncOnly: [{group: "", version: v1, kind: Namespace}]}
            """, "gatekeeper-system");
        await RealCluster.Eventually("the excluded map gone", () => HasMap("synced") && !HasMap("unsynced"));
        await RealCluster.Eventually("Namespaces in the inventory", () => replica.State.Inventory.Snapshot.At("cluster", "v1", "Namespace", "synced") is not null);

        await cluster.Client.DeleteAsync(GatekeeperResources.SyncSets, "", "maps", "", Deadline);
        await RealCluster.Eventually("the maps gone", () => !HasMap("synced"));
        await cluster.Client.DeleteAsync(GatekeeperResources.Configs, "gatekeeper-system", "config", "", Deadline);
        await RealCluster.Eventually("the Namespaces gone", () => replica.State.Inventory.Snapshot.At("cluster", "v1", "Namespace", "synced") is null);
    }

    [Fact]
    public async Task Namespaces_AreKnown_OrAskedFor()
    {
        await using var replica = await cluster.ReplicaAsync();
        await replica.ReadyAsync();
        Assert.Equal("default", replica.State.Namespaces.Find("default")!.Name());

        await cluster.CreateAsync(ApiResource.Namespaces, "{apiVersion: v1, kind: Namespace, metadata: {name: fresh}}");
        replica.State.Namespaces.Remove("fresh");

        Assert.Equal("fresh", (await replica.State.Namespaces.FindAsync("fresh", Deadline))!.Name());
        Assert.Null(await replica.State.Namespaces.FindAsync("none", Deadline));
    }

    [Fact]
    public async Task CustomResourceDefinitionThatSomebodyDeletes_IsMadeAgain()
    {
        await using var replica = await cluster.ReplicaAsync();
        await replica.ReadyAsync();
        await cluster.ApplyTemplateAsync("RulesOfReturn");
        await cluster.ApplyConstraintAsync("RulesOfReturn", "first");
        await RealCluster.Eventually("the constraint in force", () => replica.InForce.Contains("first"));

        await cluster.Client.DeleteAsync(GatekeeperResources.Crds, "", "rulesofreturn.constraints.gatekeeper.sh", "", Deadline);
        await RealCluster.Eventually("the constraint gone", () => !replica.InForce.Contains("first"));
        await cluster.ApplyConstraintAsync("RulesOfReturn", "second");

        await RealCluster.Eventually("the new constraint in force", () => replica.InForce.Contains("second"));
    }
}
