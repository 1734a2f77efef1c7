using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bouncer.Aspire.Embedded.Tests.Health;

public class HealthTests
{
    [Fact]
    public async Task ResourceWithoutChecks_IsHealthyWhenItRuns()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddIdle("x"));

        var reached = await app.States.WaitForResourceHealthyAsync("x", TestApplication.Deadline);

        Assert.Equal(KnownResourceStates.Running, reached.Snapshot.State?.Text);
        Assert.Equal(HealthStatus.Healthy, reached.Snapshot.HealthStatus);
    }

    [Fact]
    public async Task Service_ThatAnswersAnotherStatus_IsUnhealthy_UntilItAnswersAsExpected()
    {
        using var healthy = new TemporaryFile();
        await using var app = await TestApplication.StartAsync(b => b.AddService("web", healthy.Path));

        await app.States.WaitForResourceAsync("web", e => e.Snapshot.HealthStatus == HealthStatus.Unhealthy, TestApplication.Deadline);
        healthy.Create();
        var reached = await app.States.WaitForResourceHealthyAsync("web", TestApplication.Deadline);

        Assert.Equal(HealthStatus.Healthy, reached.Snapshot.HealthStatus);
    }

    [Fact]
    public async Task OnResourceReady_IsCalledOnce_BeforeThoseWhoWaitGoOn()
    {
        var calls = 0;
        await using var app = await TestApplication.StartAsync(b => b.AddService("web").OnResourceReady(async (resource, ready, _) =>
        {
            Assert.Same(resource, ready.Resource);
            await Task.Yield();
            Interlocked.Increment(ref calls);
        }));

        await app.States.WaitForResourceHealthyAsync("web", TestApplication.Deadline);

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task OnResourceReady_ThatFails_IsLogged_AndTheResourceIsReady()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddIdle("x")
            .OnResourceReady((_, _, _) => throw new InvalidOperationException("no")));

        await app.States.WaitForResourceHealthyAsync("x", TestApplication.Deadline);

        Assert.Contains("Aspire.Hosting.Orchestration.ReadyAnnouncer: Error: A callback for the readiness of x failed.", app.HostLog.Messages);
    }

    [Fact]
    public void HealthCheck_OnAnUnknownEndpoint_IsAnError()
    {
        var resource = TestApplication.CreateBuilder().AddIdle("x").WithHttpEndpoint(name: "api");

        var error = Assert.Throws<DistributedApplicationException>(() => resource.WithHttpHealthCheck("/readyz", endpointName: "management"));

        Assert.Equal("'x' has no endpoint 'management' to check its health on. Add the endpoint before the health check.", error.Message);
    }
}
