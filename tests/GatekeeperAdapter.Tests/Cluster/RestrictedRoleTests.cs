using Bouncer.GatekeeperAdapter.Cluster;
using Bouncer.GatekeeperAdapter.Cluster.Crds;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster;

/// <summary>A role without any right on CustomResourceDefinitions, on a real API server: an administrator brings them.</summary>
public sealed class RestrictedRoleTests(RealCluster cluster) : IClassFixture<RealCluster>
{
    private const string FirstDefinition = "configs.config.gatekeeper.sh";
    private const string Untended = "The CustomResourceDefinition of the constraints is not looked at, since the role of this service's account does not permit it: after a change of the schema it has to be applied by somebody else.";

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ItWaitsForDefinitions_SaysWhichAreMissing_AndWorksWithThoseOfAnAdministrator()
    {
        using var account = await RestrictedAccount.CreateAsync(cluster);
        await using var replica = await Replica.StartAsync("replica-a", account.KubeconfigFile);

        // Nothing is there: it waits, and says once what for.
        await RealCluster.Eventually("a line about what is missing", () => replica.Output.Contains("Not ready: ", StringComparison.Ordinal));
        Assert.False(replica.State.Readiness.IsReady);
        var missing = Assert.Single(replica.Output.Split('\n'), line => line.Contains("Not ready: ", StringComparison.Ordinal));
        Assert.Matches($"^Warning: .*forbidden.* Let the role of this service's account get and create customresourcedefinitions, or apply deploy/gatekeeper-adapter/crds yourself and let it list {FirstDefinition}\\.", missing);

        // An administrator brings Gatekeeper's kinds, and a template, but nothing for its constraints.
        foreach (var crd in EmbeddedCrds.Read())
        {
            await cluster.Client.CreateAsync(GatekeeperResources.Crds, "", crd, Deadline);
        }

        await RealCluster.Eventually("templates to be served", async () => await IsServedAsync(GatekeeperResources.Templates));
        await cluster.ApplyTemplateAsync("RulesOfOthers");
        await replica.ReadyAsync();
        Assert.Contains("Warning: The role of this service's account does not permit to list customresourcedefinitions: those of constraints are neither made nor changed here.", replica.Output, StringComparison.Ordinal);
        await RealCluster.Eventually("a status that says what is missing", async () => (await ErrorsAsync()) is [var error]
            && error.TextAt("code") == "create_error"
            && error.TextAt("message").EndsWith(" Let the role of this service's account list, create and update customresourcedefinitions, or apply it yourself (docs/gatekeeper.md).", StringComparison.Ordinal));

        // The administrator brings those too.
        var template = replica.State.Constraints.Templates.Single(t => t.Name == "rulesofothers").Template!;
        await cluster.Client.CreateAsync(GatekeeperResources.Crds, "", template.GenerateCrd(), Deadline);
        await cluster.ApplyConstraintAsync("RulesOfOthers", "by-hand");
        await RealCluster.Eventually("the constraint in force", () => replica.InForce.Contains("by-hand"));
        await RealCluster.Eventually("a status without errors", async () => await ErrorsAsync() is []);
        Assert.Contains(new RegoString(Untended), (await cluster.ByPodAsync(GatekeeperResources.Templates, "rulesofothers"))[0].ListAt("warnings"));

        // A replica that starts now is not ready before it knows the constraint.
        await using var later = await Replica.StartAsync("replica-b", account.KubeconfigFile);
        await later.ReadyAsync();
        Assert.Contains("by-hand", later.InForce);
        Assert.DoesNotContain("Not ready: ", later.Output, StringComparison.Ordinal);

        // Without its template nothing is in force, and nobody asks in vain for what he may not delete.
        await cluster.Client.DeleteAsync(GatekeeperResources.Templates, "", "rulesofothers", "", Deadline);
        await RealCluster.Eventually("the constraint gone", () => !replica.InForce.Any() && !later.InForce.Any());
        await cluster.ApplyTemplateAsync("RulesOfOthers");
        await RealCluster.Eventually("the constraint in force again", () => replica.InForce.Contains("by-hand"));
        Assert.DoesNotContain("Cannot bring the template", replica.Output, StringComparison.Ordinal);
    }

    private async Task<bool> IsServedAsync(ApiResource resource)
        => (await cluster.Client.KindsAsync(resource.Group, resource.Version, Deadline)).Any(kind => kind.Resource == resource);

    /// <summary>What the one replica says of the template; a text in place of it while it has said nothing.</summary>
    private async Task<IReadOnlyList<RegoObject>> ErrorsAsync()
        => await cluster.ByPodAsync(GatekeeperResources.Templates, "rulesofothers") is [var entry]
            ? [.. entry.ListAt("errors").OfType<RegoObject>()]
            : [RegoObject.Empty];
}
