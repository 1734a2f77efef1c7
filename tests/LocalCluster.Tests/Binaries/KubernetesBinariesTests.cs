using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.LocalCluster.Tests.Binaries;

/// <summary>Where programs are looked for: the same places, in the same order, as in eng/kubernetes.sh.</summary>
public sealed class KubernetesBinariesTests : IDisposable
{
    private static readonly string[] Programs = ["etcd", "kube-apiserver", "kube-controller-manager", "kubectl"];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Assets_WinOverPathAndCache()
    {
        _environment["KUBEBUILDER_ASSETS"] = Make("assets", Programs);
        _environment["PATH"] = Make("path", Programs);

        Assert.Equal(_folder.File("assets/etcd"), Find()!.Etcd);
    }

    [Fact]
    public void AssetsThatLackAProgram_AreNotMadeUpForFromElsewhere()
    {
        _environment["KUBEBUILDER_ASSETS"] = Make("assets", [.. Programs.Where(p => p != "kube-controller-manager")]);
        _environment["PATH"] = Make("path", Programs);

        Assert.Null(Find());
    }

    [Fact]
    public void Path_MayHaveThemInSeveralFolders()
    {
        _environment["PATH"] = $"{Make("one", Programs[..2])}:{Make("other", Programs[2..])}";

        Assert.Equal(
            new KubernetesBinaries(
                _folder.File("one/etcd"), _folder.File("one/kube-apiserver"), _folder.File("other/kube-controller-manager"), _folder.File("other/kubectl")),
            Find());
    }

    [Theory]
    [InlineData("BOUNCER_CACHE", "kubernetes")]
    [InlineData("XDG_CACHE_HOME", "bouncer/kubernetes")]
    [InlineData("HOME", ".cache/bouncer/kubernetes")]
    public void Cache_IsLookedIntoLast(string variable, string place)
    {
        _environment["PATH"] = Make("path", Programs[..1]); // Some of them are no set.
        _environment[variable] = _folder.Path;
        Make(place, Programs);

        Assert.Equal(_folder.File($"{place}/kube-apiserver"), Find()!.ApiServer);
    }

    [Fact]
    public void Nowhere_IsNull() => Assert.Null(Find());

    [Fact]
    public async Task ProgramThatPrintsNoVersion_IsNamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Shell scripts are no programs on Windows.");
        var program = _folder.Write("kube-apiserver", "#!/bin/sh\necho hello\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var binaries = new KubernetesBinaries("etcd", program, "kube-controller-manager", "kubectl");

        var error = await Assert.ThrowsAsync<ControlPlaneException>(() => binaries.GetVersionAsync(TestContext.Current.CancellationToken));

        Assert.Equal($"'{program} --version' printed 'hello', which names no version.", error.Message);
    }

    private KubernetesBinaries? Find() => KubernetesBinaries.Find(_environment.GetValueOrDefault);

    private string Make(string folder, string[] programs)
    {
        Directory.CreateDirectory(_folder.File(folder));
        Array.ForEach(programs, program => File.WriteAllText(_folder.File($"{folder}/{program}"), ""));
        return _folder.File(folder);
    }
}
