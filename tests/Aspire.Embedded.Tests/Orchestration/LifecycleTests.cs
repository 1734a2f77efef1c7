namespace Bouncer.Aspire.Embedded.Tests.Orchestration;

public class LifecycleTests
{
    [Fact]
    public async Task ProcessThatEndsByItself_IsReportedLoudly_AndNotStartedAgain()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddShell("crasher", "echo no configuration >&2; exit 2"));

        var crasher = await app.WaitForAsync("crasher", KnownResourceStates.Finished);

        Assert.Equal(2, crasher.ExitCode);
        Assert.True((await app.WaitForLineAsync("crasher", "no configuration")).IsErrorMessage);
        var report = Assert.Single(app.HostLog.Messages, m => m.Contains("crasher ended by itself", StringComparison.Ordinal));
        Assert.Matches(
            @"^Aspire\.Hosting\.Orchestration\.ResourceRunner: Error: crasher ended by itself after \d+\.\d s with exit code 2; see its lines above\. It is not started again\.$",
            report);
        Assert.Single(app.HostLog.Messages, m => m.Contains("crasher is running", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProcessThatCrashesAtItsStart_EndsTheWaitForItsHealth()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddShell("crasher", "exit 2").WithHttpEndpoint().WithHttpHealthCheck("/"));

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.States.WaitForResourceHealthyAsync("crasher", TestApplication.Deadline));

        Assert.Equal("Stopped waiting for resource 'crasher' to become healthy because it ended with exit code 2.", error.Message);
    }

    [Theory]
    [InlineData("no-such-program", ".", "its program 'no-such-program' is not in PATH. Install it, or give its path.")]
    [InlineData("/no/such/program", ".", "its program '/no/such/program' does not exist.")]
    [InlineData("sh", "/no/such/directory", "its working directory '/no/such/directory' does not exist.")]
    public async Task WhatCannotBeStarted_IsNamed(string command, string directory, string message)
    {
        await using var app = await TestApplication.StartAsync(b => b.AddExecutable("x", command, directory));

        var failed = await app.WaitForAsync("x", KnownResourceStates.FailedToStart);

        Assert.Equal(message, failed.Failure);
        Assert.Contains($"Aspire.Hosting.Orchestration.ResourceRunner: Error: x failed to start: {message}", app.HostLog.Messages);
    }

    [Fact]
    public async Task FileThatIsNoProgram_IsNamed()
    {
        using var file = new TemporaryFile();
        file.Create();
        await using var app = await TestApplication.StartAsync(b => b.AddExecutable("x", file.Path, "."));

        await app.WaitForAsync("x", KnownResourceStates.Finished);

        Assert.Contains($"cannot start '{file.Path}'", (await app.WaitForLineAsync("x", "cannot start")).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProjectThatTheAppHostDoesNotReference_IsNamed()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddProject("x", "/elsewhere/X.csproj", o => o.ExcludeLaunchProfile = true));

        var failed = await app.WaitForAsync("x", KnownResourceStates.FailedToStart);

        Assert.Equal(
            "/elsewhere/X.csproj is not built along with the AppHost. Add a ProjectReference to it to Bouncer.Aspire.Embedded.Tests.",
            failed.Failure);
    }

    [Fact]
    public void TwoResourcesOfOneName_AreAnError()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddIdle("x");

        var error = Assert.Throws<DistributedApplicationException>(() => builder.AddParameter("X", "value"));

        Assert.Equal("There are two resources named 'X'. Give one of them another name.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a--b")]
    [InlineData("a-")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void NameThatAspireRefuses_IsRefused(string name)
        => Assert.Throws<ArgumentException>(() => TestApplication.CreateBuilder().AddIdle(name));

    [Fact]
    public async Task Stop_EndsResourcesBeforeThoseThatTheyWaitFor()
    {
        await using var app = await TestApplication.StartAsync(b =>
        {
            var database = b.AddIdle("database");
            var service = b.AddIdle("service").WaitFor(database);
            b.AddIdle("proxy").WaitFor(service);
        });
        await app.States.WaitForResourceHealthyAsync("proxy", TestApplication.Deadline);

        await app.App.StopAsync(TestApplication.Deadline);

        var stopped = app.HostLog.Messages.Where(m => m.EndsWith(" stopped.", StringComparison.Ordinal)).Select(m => m.Split(": ")[^1]);
        Assert.Equal(["proxy stopped.", "service stopped.", "database stopped."], stopped);
    }

    [Fact]
    public async Task Stop_LetsAProcessDrain()
    {
        await using var app = await TestApplication.StartAsync(b =>
            b.AddShell("x", "trap 'echo draining; sleep 0.3; echo drained; exit 7' TERM; echo ready; while :; do sleep 1000 & wait; done"));
        await app.WaitForLineAsync("x", "ready");

        await app.App.StopAsync(TestApplication.Deadline);

        await app.WaitForLineAsync("x", "drained");
        Assert.Equal(7, (await app.WaitForAsync("x", KnownResourceStates.Exited)).ExitCode);
    }

    [Fact]
    public async Task Stop_KillsAProcessThatIgnoresIt_AndWhatItStarted()
    {
        await using var app = await TestApplication.StartAsync(b =>
            b.AddShell("stubborn", "trap '' TERM; (trap '' TERM; while :; do sleep 1000; done) & echo ready; while :; do sleep 1000; done"));
        await app.WaitForLineAsync("stubborn", "ready");
        var family = ProcessTree.DescendantsOf(System.Environment.ProcessId).Where(p => p.CommandLine.Contains("trap '' TERM", StringComparison.Ordinal)).ToArray();

        await app.App.StopAsync(new CancellationToken(canceled: true));

        // The two shells; a third is a sleep that one of them has forked and that has yet to become one.
        Assert.InRange(family.Length, 2, 4);
        await ProcessTree.WaitUntilGoneAsync(family, TestApplication.Deadline);
        Assert.Contains(
            "Aspire.Hosting.Orchestration.ResourceRunner: Warning: stubborn did not end in time after SIGTERM and is killed.", app.HostLog.Messages);
    }

    [Fact]
    public async Task ProcessThatLeavesAnotherBehind_TakesItAlong()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddShell("parent", "sleep 1000 & echo $!; echo ready; read line; exit 0"));

        var child = await app.WaitForLineAsync("parent", "");
        await app.WaitForAsync("parent", KnownResourceStates.Finished);

        await ProcessTree.WaitUntilGoneAsync(int.Parse(child.Content, System.Globalization.CultureInfo.InvariantCulture), TestApplication.Deadline);
    }

    [Fact]
    public async Task Stop_WhileAResourceWaits_DoesNotStartIt()
    {
        using var never = new TemporaryFile();
        await using var app = await TestApplication.StartAsync(b => b.AddIdle("client").WaitFor(b.AddService("server", never.Path)));
        await app.WaitForAsync("client", KnownResourceStates.Waiting);

        await app.App.StopAsync(TestApplication.Deadline);

        await app.WaitForAsync("client", KnownResourceStates.Exited);
        Assert.DoesNotContain(app.HostLog.Messages, m => m.Contains("client is running", StringComparison.Ordinal));
    }
}
