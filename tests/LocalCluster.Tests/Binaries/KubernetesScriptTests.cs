using System.Diagnostics;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.LocalCluster.Tests.Binaries;

/// <summary>eng/kubernetes.sh finds what <see cref="KubernetesBinaries.Find"/> finds. What it downloads and builds takes minutes
/// and is not tried here.</summary>
public sealed class KubernetesScriptTests : IDisposable
{
    private const string SystemPath = "/usr/bin:/bin"; // The script's own tools.
    private static readonly string[] s_programs = ["etcd", "kube-apiserver", "kube-controller-manager", "kubectl"];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new() { ["PATH"] = SystemPath };

    public KubernetesScriptTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script is for Linux.");
        _environment["BOUNCER_CACHE"] = _folder.File("cache");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Assets_WinOverPathAndCache()
    {
        _environment["KUBEBUILDER_ASSETS"] = Make("assets", s_programs);
        _environment["PATH"] = $"{Make("path", s_programs)}:{SystemPath}";
        Make("cache/kubernetes", s_programs);

        await AssertFoundAsync(_folder.File("assets"));
    }

    [Fact]
    public async Task AssetsThatLackAProgram_AreAnErrorThatNamesIt()
    {
        _environment["KUBEBUILDER_ASSETS"] = Make("assets", s_programs[..2]);
        Make("cache/kubernetes", s_programs);

        var (exitCode, output, errors) = await RunAsync();

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(
            $"kubernetes: KUBEBUILDER_ASSETS is '{_folder.File("assets")}', which lacks: kube-controller-manager kubectl. Add them, or unset KUBEBUILDER_ASSETS to have them found or made.\n",
            errors);
    }

    [Fact]
    public async Task Path_WinsOverCache()
    {
        _environment["PATH"] = $"{Make("path", s_programs)}:{SystemPath}";
        Make("cache/kubernetes", s_programs);

        await AssertFoundAsync(_folder.File("path"));
    }

    [Fact]
    public async Task PathOfSeveralFolders_IsMadeOne()
    {
        _environment["PATH"] = $"{Make("one", s_programs[..2])}:{Make("other", s_programs[2..])}:{SystemPath}";

        var (exitCode, output, errors) = await RunAsync();

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(_folder.File("one/etcd"), new FileInfo(Path.Combine(output.Trim(), "etcd")).LinkTarget);
        Assert.Equal(_folder.File("other/kubectl"), new FileInfo(Path.Combine(output.Trim(), "kubectl")).LinkTarget);
    }

    [Fact]
    public async Task Cache_IsLookedIntoLast()
    {
        Make("cache/kubernetes", s_programs);

        await AssertFoundAsync(_folder.File("cache/kubernetes"));
    }

    [Fact]
    public async Task HalfFilledCache_IsNone()
    {
        Make("cache/kubernetes", s_programs[..3]);

        Assert.Equal((1, "", ""), await RunAsync());
        Assert.Null(KubernetesBinaries.Find(_environment.GetValueOrDefault));
    }

    [Theory]
    [InlineData("Kubernetes v1.20.2", false, false)]
    [InlineData("Kubernetes v1.20.2", true, true)]
    [InlineData("Kubernetes v1.36.0", false, true)]
    public async Task ApiServerThatWasBuiltAndNotMended_IsBuiltAnew(string version, bool isMended, bool isFound)
    {
        var folder = Make("cache/kubernetes", s_programs);
        MakeExecutable(_folder.Write("cache/kubernetes/kube-apiserver", $"#!/bin/sh\necho '{version}'\n"));
        if (isMended)
        {
            _folder.Write("cache/kubernetes/mended", "");
        }

        Assert.Equal((isFound ? 0 : 1, isFound ? folder + "\n" : "", ""), await RunAsync());
    }

    [Fact]
    public async Task Node_TakesMorePrograms()
    {
        var folder = Make("cache/kubernetes", s_programs);
        Assert.Equal((1, "", ""), await RunAsync("--node"));

        Make("cache/kubernetes", ["kubelet", "kube-scheduler", "kube-proxy"]);
        Assert.Equal((0, folder + "\n", ""), await RunAsync("--node"));
    }

    [Fact]
    public async Task AssetsThatLackWhatANodeRuns_AreAnErrorThatNamesIt()
    {
        _environment["KUBEBUILDER_ASSETS"] = Make("assets", [.. s_programs, "kubelet"]);

        var (exitCode, output, errors) = await RunAsync("--node");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("which lacks: kube-scheduler kube-proxy. Add them", errors, StringComparison.Ordinal);
    }

    private async Task AssertFoundAsync(string folder)
    {
        Assert.Equal((0, folder + "\n", ""), await RunAsync());
        Assert.Equal(Path.Combine(folder, "kube-apiserver"), KubernetesBinaries.Find(_environment.GetValueOrDefault)?.ApiServer);
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Script(), "--find", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, errors);
    }

    private static string Script()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Aspire.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder!, "eng", "kubernetes.sh");
    }

    private string Make(string folder, string[] programs)
    {
        Directory.CreateDirectory(_folder.File(folder));
        foreach (var program in programs)
        {
            var file = _folder.File($"{folder}/{program}");
            File.WriteAllText(file, "");
            MakeExecutable(file);
        }

        return _folder.File(folder);
    }

    private static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
