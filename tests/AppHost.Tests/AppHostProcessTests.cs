using System.Diagnostics;
using System.Reflection;
using Bouncer.Aspire.Embedded.Tests.Support;

namespace Bouncer.AppHost.Tests;

/// <summary>The AppHost as people start it.</summary>
public sealed class AppHostProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Process _run;

    public AppHostProcessTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "These tests look at processes in /proc, which is Linux.");
        _deadline.CancelAfter(Patience);

        var configuration = typeof(AppHostProcessTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        _run = Start("dotnet", "run", "--no-build", "--no-launch-profile", "-c", configuration, "--project", Projects.AppHost.ProjectPath, "--", "--admission-port", "0");
    }

    public void Dispose()
    {
        _run.Kill(entireProcessTree: true);
        _run.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Run_SaysWhichHost_AndPrintsReviewsThatWork_AndIsGoneWhenKilled()
    {
        Assert.StartsWith("This AppHost runs on the embedded host, because ", await ReadLineAsync(), StringComparison.Ordinal);
        var allowed = await ReadCommandAfterAsync("Allowed:");
        var refused = await ReadCommandAfterAsync("Refused:");
        var family = ProcessTree.DescendantsOf(_run.Id);

        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "The printed commands need curl: install it.");
        Assert.Contains("\"allowed\":true", await RunInShellAsync(allowed), StringComparison.Ordinal);
        Assert.Contains("\"allowed\":false", await RunInShellAsync(refused), StringComparison.Ordinal);

        _run.Kill(); // SIGKILL of `dotnet run` alone.
        Assert.Contains(family, p => p.CommandLine.Contains("/bin/Webhook/", StringComparison.Ordinal));
        await ProcessTree.WaitUntilGoneAsync(family, _deadline.Token);
    }

    private static Process Start(string command, params string[] arguments)
        => Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;

    private async Task<string> ReadCommandAfterAsync(string heading)
    {
        while (await ReadLineAsync() != heading)
        {
            // What the services say meanwhile is not of interest.
        }

        return await ReadLineAsync();
    }

    private async Task<string> ReadLineAsync()
        => await _run.StandardOutput.ReadLineAsync(_deadline.Token) ?? throw new InvalidOperationException("The AppHost ended.");

    private async Task<string> RunInShellAsync(string command)
    {
        using var shell = Start("sh", "-c", command);
        return await shell.StandardOutput.ReadToEndAsync(_deadline.Token);
    }
}
