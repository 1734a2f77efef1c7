namespace Bouncer.Aspire.Embedded.Tests.Orchestration;

public class CommandTests
{
    [Fact]
    public async Task Stop_EndsOneResource_AndStartRunsItAgain()
    {
        await using var app = await TestApplication.StartAsync(b =>
        {
            b.AddIdle("one");
            b.AddIdle("other");
        });
        await app.WaitForLineAsync("one", "ready");

        Assert.True((await ExecuteAsync(app, "one", KnownResourceCommands.StopCommand)).Success);
        Assert.Equal(0, (await app.WaitForAsync("one", KnownResourceStates.Exited)).ExitCode);
        await app.WaitForLineAsync("one", "got SIGTERM");
        await app.WaitForAsync("other", KnownResourceStates.Running);

        Assert.True((await ExecuteAsync(app, "one", KnownResourceCommands.StartCommand)).Success);
        await app.States.WaitForResourceHealthyAsync("one", TestApplication.Deadline);
    }

    [Fact]
    public async Task Start_OfARunningResource_Fails()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddIdle("one"));
        await app.WaitForAsync("one", KnownResourceStates.Running);

        var result = await ExecuteAsync(app, "one", KnownResourceCommands.StartCommand);

        Assert.False(result.Success);
        Assert.Equal("'one' is running already.", result.Message);
    }

    [Fact]
    public async Task ResourceWithExplicitStart_IsLeftAlone_UntilTheCommand()
    {
        await using var app = await TestApplication.StartAsync(b =>
        {
            b.AddIdle("later").WithExplicitStart();
            b.AddIdle("one");
        });
        await app.WaitForAsync("one", KnownResourceStates.Running);
        await app.WaitForAsync("later", KnownResourceStates.NotStarted);

        Assert.True((await ExecuteAsync(app, "later", KnownResourceCommands.StartCommand)).Success);
        await app.States.WaitForResourceHealthyAsync("later", TestApplication.Deadline);
    }

    [Fact]
    public async Task Restart_OfAProcessThatEnded_RunsItAgain()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddShell("one", "echo run"));
        await app.WaitForAsync("one", KnownResourceStates.Finished);

        Assert.True((await ExecuteAsync(app, "one", KnownResourceCommands.RestartCommand)).Success);

        await app.WaitForAsync("one", KnownResourceStates.Finished);
        Assert.Equal(2, app.Lines("one").Count);
    }

    [Theory]
    [InlineData("two", "stop", "There is no process 'two'.")]
    [InlineData("one", "explode", "There is no command 'explode'. Use start, stop or restart.")]
    public async Task UnknownNames_AreNamed(string resource, string command, string message)
    {
        await using var app = await TestApplication.StartAsync(b => b.AddIdle("one"));

        var result = await ExecuteAsync(app, resource, command);

        Assert.False(result.Success);
        Assert.Equal(message, result.Message);
    }

    private static Task<ExecuteCommandResult> ExecuteAsync(TestApplication app, string resource, string command)
        => app.App.ResourceCommands.ExecuteCommandAsync(resource, command, TestApplication.Deadline);
}
