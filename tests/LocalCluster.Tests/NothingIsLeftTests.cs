using System.Diagnostics;
using Bouncer.Aspire.Embedded.Tests.Support;
using Bouncer.LocalCluster.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.LocalCluster.Tests;

/// <summary>However a control plane ends, nothing of it is left: no process and no file.</summary>
public class NothingIsLeftTests
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disposed_IsGone_ButForLogsInAFolderOfTheCallers()
    {
        using var logs = new TemporaryFolder();
        var cluster = await ControlPlane.StartAsync(new() { Binaries = Kubernetes.Binaries(), LogFolder = logs.Path }, Deadline);
        var family = ProcessTree.DescendantsOf(Environment.ProcessId);
        Assert.All((string[])["etcd", "kube-apiserver", "kube-controller-manager"], name => Assert.Contains(family, p => IsProgram(p, name)));

        await cluster.DisposeAsync();
        await cluster.DisposeAsync(); // Once more does no harm.

        await ProcessTree.WaitUntilGoneAsync(family, Deadline);
        Assert.False(Directory.Exists(Path.GetDirectoryName(cluster.KubeconfigFile)));
        Assert.Contains("v1.", File.ReadAllText(logs.File("kube-apiserver.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailedStart_SaysWhy_KeepsTheLogs_AndLeavesNothingElse()
    {
        var error = await Assert.ThrowsAsync<ControlPlaneException>(
            () => ControlPlane.StartAsync(new() { Binaries = Kubernetes.Binaries(), ApiServerArguments = ["--no-such-flag"] }, Deadline));

        Assert.StartsWith("kube-apiserver has ended by itself. The logs are in ", error.Message, StringComparison.Ordinal);
        Assert.Contains("unknown flag: --no-such-flag", error.Message, StringComparison.Ordinal);
        Assert.Contains("--- etcd (", error.Message, StringComparison.Ordinal);

        var kept = error.Message.Split("The logs are in ")[1].Split(';')[0];
        Assert.Contains("unknown flag: --no-such-flag", File.ReadAllText(Path.Combine(kept, "kube-apiserver.log")), StringComparison.Ordinal);
        Directory.Delete(kept, recursive: true);

        await ProcessTree.WaitUntilGoneAsync(ProcessTree.DescendantsOf(Environment.ProcessId), Deadline);
    }

    [Fact]
    public async Task StartThatTakesTooLong_IsEnded()
    {
        using var logs = new TemporaryFolder();
        var options = new ControlPlaneOptions { Binaries = Kubernetes.Binaries(), LogFolder = logs.Path, StartTimeout = TimeSpan.FromMilliseconds(200) };

        var error = await Assert.ThrowsAsync<ControlPlaneException>(() => ControlPlane.StartAsync(options, Deadline));

        Assert.StartsWith($"The control plane is not ready after 0.2 s. The logs are in {logs.Path};", error.Message, StringComparison.Ordinal);
        await ProcessTree.WaitUntilGoneAsync(ProcessTree.DescendantsOf(Environment.ProcessId), Deadline);
    }

    [Fact]
    public async Task NoPrograms_IsSaidWithTheRemedy()
    {
        var binaries = Kubernetes.Binaries() with { ApiServer = "/nowhere/kube-apiserver" };

        var error = await Assert.ThrowsAsync<ControlPlaneException>(() => ControlPlane.StartAsync(new() { Binaries = binaries }, Deadline));

        Assert.StartsWith("'/nowhere/kube-apiserver' cannot be started: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KilledOwner_TakesEverythingAlong()
    {
        Kubernetes.Binaries();
        var program = Path.Combine(AppContext.BaseDirectory, "Bouncer.LocalCluster.TestApp.dll");
        using var owner = Process.Start(new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true })!;
        var kubeconfig = await owner.StandardOutput.ReadLineAsync(Deadline);
        var family = ProcessTree.DescendantsOf(owner.Id);
        Assert.Contains(family, p => IsProgram(p, "kube-apiserver"));
        Assert.True(File.Exists(kubeconfig));

        owner.Kill(); // SIGKILL.

        await ProcessTree.WaitUntilGoneAsync(family, Deadline);
        Assert.False(Directory.Exists(Path.GetDirectoryName(kubeconfig)));
    }

    private static bool IsProgram(ProcessEntry process, string name)
        => Path.GetFileName(process.CommandLine.Split(' ')[0]) == name;
}
