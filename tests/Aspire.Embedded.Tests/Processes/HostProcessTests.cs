using Aspire.Hosting.Processes;

namespace Bouncer.Aspire.Embedded.Tests.Processes;

/// <summary>Whatever ends the host, nothing of it is left.</summary>
public class HostProcessTests
{
    private const int SigHup = 1;
    private const int SigKill = 9;

    public HostProcessTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "These tests look at processes in /proc, which is Linux.");

    [Fact]
    public async Task SigTerm_DrainsEveryResource()
    {
        using var host = HostProcess.Direct();
        await host.ReadUntilAsync("shell | ready");
        var family = await host.FamilyAsync();

        Posix.Send(host.Id, Posix.SigTerm);

        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.Contains("shell | got SIGTERM", host.Output, StringComparison.Ordinal);
        Assert.Contains("apphost | shell stopped.", host.Output, StringComparison.Ordinal);
        await AssertGoneAsync(family);
    }

    [Fact]
    public async Task CtrlC_ReachesTheHostAlone_WhichDrainsEveryResource()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "No terminal to type Ctrl-C into: install util-linux' `script`.");
        using var host = HostProcess.InTerminal();
        await host.ReadUntilAsync("shell | ready");
        var family = await host.FamilyAsync();

        host.Type("\u0003");

        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.Contains("shell | got SIGTERM", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("got SIGINT", host.Output, StringComparison.Ordinal);
        await AssertGoneAsync(family);
    }

    [Theory]
    [InlineData(SigHup)] // The terminal was closed.
    [InlineData(SigKill)]
    public async Task SignalThatEndsTheHostAtOnce_LeavesNoProcess(int signal)
    {
        using var host = HostProcess.Direct();
        await host.ReadUntilAsync("shell | ready");
        var family = await host.FamilyAsync();

        Posix.Send(host.Id, signal);

        await AssertGoneAsync(family);
    }

    [Fact]
    public async Task SigKillOfDotnetRun_LeavesNoProcess()
    {
        using var run = HostProcess.ByDotnetRun();
        await run.ReadUntilAsync("shell | ready");
        var family = await run.FamilyAsync();
        Assert.Contains(family, p => p.Parent == run.Id && p.CommandLine.Contains("Aspire.Embedded.TestApp", StringComparison.Ordinal));

        Posix.Send(run.Id, SigKill);

        await AssertGoneAsync(family, besides: 1);
        await run.ReadUntilAsync("is gone. Stopping.");
        await run.ReadUntilAsync("shell | got SIGTERM");
    }

    [Fact]
    public async Task SigKillOfAGuard_EndsItsResource_AndIsReported()
    {
        using var host = HostProcess.Direct();
        await host.ReadUntilAsync("shell | ready");
        var family = await host.FamilyAsync();
        var guard = Assert.Single(family, p => p.Parent == host.Id);

        Posix.Send(guard.Id, SigKill);

        await AssertGoneAsync(family);
        await host.ReadUntilAsync("apphost | ERROR: shell ended by itself");
    }

    /// <param name="family">At least the guard, the shell and what the shell started.</param>
    /// <param name="besides">How many more there have to be, so that the test tests something.</param>
    private static Task AssertGoneAsync(IReadOnlyList<ProcessEntry> family, int besides = 0)
    {
        Assert.InRange(family.Count, 3 + besides, int.MaxValue);
        return ProcessTree.WaitUntilGoneAsync(family, TestApplication.Deadline);
    }
}
