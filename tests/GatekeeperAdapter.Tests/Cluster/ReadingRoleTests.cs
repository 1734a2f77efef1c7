using Bouncer.GatekeeperAdapter.Cluster;
using Bouncer.GatekeeperAdapter.Cluster.Crds;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster;

/// <summary>A role that permits to look at CustomResourceDefinitions and not to change them, on a real API server.</summary>
public sealed class ReadingRoleTests(RealCluster cluster) : IClassFixture<RealCluster>
{
    private const string Template = "rulestoread";

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DefinitionOfSomebodyElse_WillDo_AndOneThatIsBehindIsToldWithItsConstraintsInForce()
    {
        using var account = await RestrictedAccount.CreateAsync(cluster, "get", "list", "watch");
        foreach (var crd in EmbeddedCrds.Read())
        {
            await cluster.Client.CreateAsync(GatekeeperResources.Crds, "", crd, Deadline);
        }

        await using var replica = await Replica.StartAsync("replica-a", account.KubeconfigFile);
        await replica.ReadyAsync();
        await cluster.ApplyTemplateAsync("RulesToRead");
        await RealCluster.Eventually("a status that says what is missing", async () => (await ErrorAsync()).StartsWith("Could not create CRD: ", StringComparison.Ordinal));

        // It has no owner, which is no reason to complain.
        await cluster.Client.CreateAsync(GatekeeperResources.Crds, "", Compiled(replica).GenerateCrd(), Deadline);
        await cluster.ApplyConstraintAsync("RulesToRead", "read");
        await RealCluster.Eventually("the constraint in force", () => replica.InForce.Contains("read"));
        await RealCluster.Eventually("a status without errors", async () => await ErrorAsync() == "");

        await ChangeSchemaAsync();
        await RealCluster.Eventually("a status that says what is behind", async () => (await ErrorAsync()).StartsWith("Could not update CRD: ", StringComparison.Ordinal));
        Assert.Contains("read", replica.InForce);

        // A replica that starts now is not ready before it knows the constraint.
        await using var later = await Replica.StartAsync("replica-b", account.KubeconfigFile);
        await later.ReadyAsync();
        Assert.Contains("read", later.InForce);
        Assert.DoesNotContain("does not permit to list", later.Output, StringComparison.Ordinal);
    }

    private static Constraints.Templates.ConstraintTemplate Compiled(Replica replica)
        => replica.State.Constraints.Templates.Single(t => t.Name == Template).Template!;

    private async Task ChangeSchemaAsync()
    {
        var stored = (await cluster.FindAsync(GatekeeperResources.Templates, Template))!;
        var spec = (RegoObject)stored.At("spec", "crd", "spec")!;
        var schema = Documents.Of(("openAPIV3Schema", Documents.Of(("type", new RegoString("object")))));
        var crd = Documents.Of(("spec", spec.With(("validation", schema))));
        await cluster.Client.PatchAsync(GatekeeperResources.Templates, "", Template, Documents.Of(("spec", Documents.Of(("crd", crd)))), Deadline);
    }

    /// <summary>What the first replica says is wrong with the template; empty if nothing is.</summary>
    private async Task<string> ErrorAsync()
        => (await cluster.ByPodAsync(GatekeeperResources.Templates, Template)).FirstOrDefault(e => e.TextAt("id") == "replica-a") is { } entry
            ? string.Join('\n', entry.ListAt("errors").OfType<RegoObject>().Select(e => e.TextAt("message")))
            : "nothing has been said";
}
