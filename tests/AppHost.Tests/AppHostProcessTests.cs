using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Bouncer.Aspire.Embedded.Tests.Support;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.AppHost.Tests;

/// <summary>The AppHost as people start it.</summary>
public sealed class AppHostProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private Process? _run;

    public AppHostProcessTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "These tests look at processes in /proc, which is Linux.");
        _deadline.CancelAfter(Patience);
    }

    public void Dispose()
    {
        _run?.Kill(entireProcessTree: true);
        _run?.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Run_SaysWhichHost_AndPrintsReviewsThatWork_AndIsGoneWhenKilled()
    {
        var run = Run("--cluster", "none");
        Assert.StartsWith("This AppHost runs on the embedded host, because ", await ReadLineAsync(), StringComparison.Ordinal);
        var allowed = await ReadCommandAfterAsync("Allowed:");
        var refused = await ReadCommandAfterAsync("Refused:");
        var family = ProcessTree.DescendantsOf(run.Id);

        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "The printed commands need curl: install it.");
        Assert.Contains("\"allowed\":true", await RunInShellAsync(allowed), StringComparison.Ordinal);
        Assert.Contains("\"allowed\":false", await RunInShellAsync(refused), StringComparison.Ordinal);

        run.Kill(); // SIGKILL of `dotnet run` alone.
        Assert.Contains(family, p => p.CommandLine.Contains("/bin/Webhook/", StringComparison.Ordinal));
        await ProcessTree.WaitUntilGoneAsync(family, _deadline.Token);
    }

    [Fact]
    public async Task Run_PrintsReviewsForTheConstraintOfTheWalkThrough()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "The printed commands need curl: install it.");
        Run("--cluster", "none");
        var allowed = await ReadCommandAfterAsync("Allowed by whitelist-dockerhub:");
        var refused = await ReadCommandAfterAsync("Refused by whitelist-dockerhub:");

        Assert.Contains("\"allowed\":true", await RunInShellAsync(allowed), StringComparison.Ordinal);
        var refusal = await RunInShellAsync(refused);
        Assert.Contains("\"allowed\":false", refusal, StringComparison.Ordinal);
        Assert.Contains("[whitelist-dockerhub] container", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PrintsADashboardThatShowsWhatWasDecided_AndStopsAService()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "The printed commands need curl: install it.");
        Run("--cluster", "none");
        var (address, refused) = (new Uri("http://none"), "");
        while (address.Host == "none" || refused.Length == 0)
        {
            switch (await ReadLineAsync())
            {
                case "dashboard is healthy. Decisions, traces and resources:":
                    address = new((await ReadLineAsync()).Trim());
                    break;
                case "Refused:":
                    refused = await ReadLineAsync();
                    break;
            }
        }

        using var people = new HttpClient { BaseAddress = new(address.GetLeftPart(UriPartial.Authority)) };
        await people.GetStringAsync(address, _deadline.Token);
        await RunInShellAsync(refused);
        await Eventually.HoldsAsync(
            async () => (await people.GetStringAsync("/decisions", _deadline.Token)).Contains("registry.example.com/busybox", StringComparison.Ordinal),
            "the refused image is on the page of decisions",
            _deadline.Token);

        var resources = await people.GetStringAsync("/resources", _deadline.Token);
        var formToken = Regex.Match(resources, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = formToken });
        using var stopped = await people.PostAsync("/resources/gatekeeper-adapter/stop", form, _deadline.Token);
        await Eventually.HoldsAsync(
            async () => (await people.GetStringAsync("/resources", _deadline.Token)).Contains("Exited (0)", StringComparison.Ordinal),
            "the page of resources says that gatekeeper-adapter ended",
            _deadline.Token);
    }

    [Fact]
    public async Task RunWithACluster_PrintsPodsThatAreAdmittedAndRefused_AndIsGoneWhenKilled()
    {
        Assert.SkipWhen(KubernetesBinaries.Find() is null, "There are no programs of a control plane: eng/kubernetes.sh gets them.");
        var run = Run("--cluster", "native", "--client-certificates", "required");
        var admitted = await ReadCommandAfterAsync("Admitted:");
        var refused = await ReadCommandAfterAsync("Refused:");
        var family = ProcessTree.DescendantsOf(run.Id);

        Assert.Equal("pod/dh-busybox created\n", await RunInShellAsync(admitted));
        Assert.Contains(
            "image \"registry.example.com/busybox\" (registry.example.com/busybox:latest) is not allowed by rule \"registry-whitelist\"; allowed are docker.io, gcr.io",
            await RunInShellAsync(refused + " 2>&1"),
            StringComparison.Ordinal);

        var refusedByTheConstraint = await ReadCommandAfterAsync("Refused by whitelist-dockerhub:");
        Assert.Contains(
            "admission webhook \"validation.gatekeeper.sh\" denied the request: [whitelist-dockerhub] container \"gcr-busybox\" has image \"gcr.io/google-containers/busybox\"",
            await RunInShellAsync(refusedByTheConstraint + " 2>&1"),
            StringComparison.Ordinal);

        run.Kill();
        Assert.Contains(family, p => p.CommandLine.Contains("/kube-apiserver ", StringComparison.Ordinal));
        await ProcessTree.WaitUntilGoneAsync(family, _deadline.Token);
    }

    [Fact]
    public async Task ClusterThatCannotBeHad_IsSaid_IfItWasAskedFor()
    {
        RunWith(new() { [KubernetesBinaries.AssetsVariable] = "/nowhere" }, "--cluster", "native");
        await _run!.WaitForExitAsync(_deadline.Token);

        Assert.Equal(2, _run.ExitCode);
        Assert.Equal(
            "--cluster is 'native', and the programs of a control plane are not here. eng/kubernetes.sh gets them.\n",
            await _run.StandardError.ReadToEndAsync(_deadline.Token));
    }

    private Process Run(params string[] options) => RunWith([], options);

    private Process RunWith(Dictionary<string, string> environment, params string[] options)
    {
        var configuration = typeof(AppHostProcessTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var start = new ProcessStartInfo("dotnet",
        [
            "run", "--no-build", "--no-launch-profile", "-c", configuration, "--project", Projects.AppHost.ProjectPath,
            "--", "--admission-port", "0", "--gatekeeper-port", "0", "--dashboard-port", "0", .. options,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return _run = Process.Start(start)!;
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
        => await _run!.StandardOutput.ReadLineAsync(_deadline.Token) ?? throw new InvalidOperationException("The AppHost ended.");

    private async Task<string> RunInShellAsync(string command)
    {
        using var shell = Start("sh", "-c", command);
        return await shell.StandardOutput.ReadToEndAsync(_deadline.Token);
    }
}
