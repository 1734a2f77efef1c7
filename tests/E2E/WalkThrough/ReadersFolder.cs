using System.Globalization;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.E2E.WalkThrough;

/// <summary>What a reader of the documentation has: a folder like the repository's, in which he may write, and <c>kubectl</c> and
/// <c>bouncer</c> on his <c>PATH</c>.</summary>
internal sealed class ReadersFolder : IDisposable
{
    private const string TheirCluster = "/var/cache/bouncer-cluster/bouncer/";

    private readonly TemporaryFolder _folder = new();
    private readonly string _oldOverlays;

    /// <param name="programs">The programs of the cluster.</param>
    /// <param name="version">Its version, by which the overlays are chosen as the page says.</param>
    public ReadersFolder(KubernetesBinaries programs, KubernetesVersion version)
    {
        _oldOverlays = version.IsBefore(21) ? "kubernetes-1.20/" : "";
        foreach (var part in (string[])["artifacts", "deploy", "samples"])
        {
            Directory.CreateSymbolicLink(_folder.File(part), System.IO.Path.Combine(Repository.Root, part));
        }

        // The cluster goes down with the tests, however they end.
        WriteProgram("eng/cluster.sh", $"""
            [ "$1" != up ] || set -- up --while {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}
            exec '{Repository.Root}/eng/cluster.sh' "$@"
            """);
        WriteProgram("bin/bouncer", $"exec dotnet exec '{AppContext.BaseDirectory}bouncer.dll' \"$@\"");
        WriteProgram("bin/kubectl", $"exec '{programs.Kubectl}' \"$@\"");
    }

    /// <summary>The cluster's name, which is not that of a reader's own.</summary>
    public string Cluster { get; } = NodeCluster.NewName();

    /// <summary>The folder's path.</summary>
    public string Path => _folder.Path;

    /// <summary>A terminal in the folder.</summary>
    public Terminal Open() => new(Path, new Dictionary<string, string?>
    {
        ["PATH"] = $"{_folder.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}",
        ["BOUNCER_CLUSTER"] = Cluster,
        ["KUBECONFIG"] = null,
    });

    /// <summary>A command of a page, about this cluster and the overlays that its version takes. Nothing else is different.</summary>
    public string Here(string command) => command
        .Replace(TheirCluster, $"/var/cache/bouncer-cluster/{Cluster}/", StringComparison.Ordinal)
        .Replace("kubernetes-1.20/", _oldOverlays, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private void WriteProgram(string name, string text)
    {
        var file = _folder.File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"#!/bin/bash\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
