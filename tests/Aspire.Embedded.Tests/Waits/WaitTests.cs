namespace Bouncer.Aspire.Embedded.Tests.Waits;

public class WaitTests
{
    [Fact]
    public async Task WaitFor_StartsWhenTheOtherIsHealthy_AndNotBefore()
    {
        using var healthy = new TemporaryFile();
        await using var app = await TestApplication.StartAsync(b =>
            b.AddIdle("client").WaitFor(b.AddService("server", healthy.Path)));
        await app.WaitForLineAsync("server", "listening");
        await app.WaitForAsync("client", KnownResourceStates.Waiting);

        healthy.Create();

        await app.WaitForLineAsync("client", "ready");
        Assert.True(app.States.TryGetCurrentState("server", out var server));
        Assert.True(server.Snapshot.IsReady);
    }

    [Fact]
    public async Task WaitForStart_DoesNotWaitForHealth()
    {
        using var healthy = new TemporaryFile();
        await using var app = await TestApplication.StartAsync(b =>
            b.AddIdle("client").WaitForStart(b.AddService("server", healthy.Path)));

        await app.WaitForLineAsync("client", "ready");

        Assert.True(app.States.TryGetCurrentState("server", out var server));
        Assert.False(server.Snapshot.IsReady);
    }

    [Fact]
    public async Task WaitForCompletion_StartsWhenTheOtherHasEnded()
    {
        await using var app = await TestApplication.StartAsync(b =>
            b.AddIdle("service").WaitForCompletion(b.AddShell("migration", "echo migrated; exit 3"), exitCode: 3));

        await app.WaitForLineAsync("service", "ready");

        var migration = await app.WaitForAsync("migration", KnownResourceStates.Finished);
        Assert.Equal(3, migration.ExitCode);
        Assert.Contains("Aspire.Hosting.Orchestration.ResourceRunner: Information: migration is done (exit code 3).", app.HostLog.Messages);
    }

    [Fact]
    public async Task WaitForCompletion_WithAnotherExitCode_FailsTheStart()
    {
        await using var app = await TestApplication.StartAsync(b =>
            b.AddIdle("service").WaitForCompletion(b.AddShell("migration", "exit 4")));

        var service = await app.WaitForAsync("service", KnownResourceStates.FailedToStart);

        Assert.Equal("it waited for 'migration', but it ended with exit code 4, expected 0.", service.Failure);
    }

    [Fact]
    public async Task WaitFor_AResourceThatFailsToStart_FailsTheStart()
    {
        await using var app = await TestApplication.StartAsync(b =>
            b.AddIdle("client").WaitFor(b.AddExecutable("server", "no-such-program", ".")));

        var client = await app.WaitForAsync("client", KnownResourceStates.FailedToStart);

        Assert.Equal(
            "it waited for 'server', but it failed to start: its program 'no-such-program' is not in PATH. Install it, or give its path.",
            client.Failure);
    }

    [Fact]
    public async Task Circle_IsAnErrorThatNamesIt()
    {
        await using var app = TestApplication.Build(b =>
        {
            var first = b.AddIdle("first");
            var second = b.AddIdle("second").WaitFor(first);
            var third = b.AddIdle("third").WaitFor(second);
            first.WaitForStart(third);
        });

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.App.StartAsync(TestApplication.Deadline));

        Assert.Equal(
            "Resources wait for each other: 'first' waits for 'third' waits for 'second' waits for 'first'. Remove one of these waits.",
            error.Message);
    }

    [Fact]
    public async Task UnknownResource_IsAnErrorThatNamesTheKnownOnes()
    {
        await using var app = TestApplication.Build(b => b.AddIdle("second").WaitFor(b.AddIdle("first")));

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.States.WaitForResourceHealthyAsync("third", TestApplication.Deadline));

        Assert.Equal("There is no resource 'third'. Resources: first, second.", error.Message);
    }
}
