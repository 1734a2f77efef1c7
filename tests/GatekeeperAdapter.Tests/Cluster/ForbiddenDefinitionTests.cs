using Bouncer.GatekeeperAdapter.Cluster.Crds;
using Bouncer.GatekeeperAdapter.Tests.Audit.Support;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.TestSupport;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster;

/// <summary>What roles do not permit is asked for again, and told once.</summary>
public sealed class ForbiddenDefinitionTests
{
    [Fact]
    public async Task MissingDefinitions_AreToldOnce_HoweverOftenTheyAreAskedFor()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.Answer = context => context.Request.Path.Value!.Contains("customresourcedefinitions", StringComparison.Ordinal)
            ? FakeApiServer.WriteAsync(context, 403, FakeApiServer.Status(403, "Forbidden", "no rights"))
            : FakeApiServer.WriteAsync(context, 404, FakeApiServer.Status(404, "NotFound", "no such group"));
        var events = new CapturedEvents();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var run = new CrdInstaller(server.Client(), new TestTime(), events.Logger<CrdInstaller>()).RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => Task.FromResult(server.Requests.Count >= 20), "ten tries", stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Contains("no rights. Let the role of this service's account get and create customresourcedefinitions", Assert.Single(events.All).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RightsThatComeLater_ConcernAllTemplates()
    {
        await using var server = await FakeApiServer.StartAsync();
        var concerned = 0;
        var settled = 0;
        var crds = new ConstraintCrds(server.Client()) { AllConcerned = () => concerned++, WhenSettled = () => settled++ };

        crds.Forbidden();
        Assert.Equal((true, 1, 0), (crds.IsForbidden, settled, concerned));
        crds.Listed();
        Assert.Equal((false, 2, 1), (crds.IsForbidden, settled, concerned));
        crds.Listed();
        Assert.Equal((false, 3, 1), (crds.IsForbidden, settled, concerned));
    }
}
