using System.Diagnostics;
using Bouncer.LocalCluster.Certificates;

namespace Bouncer.LocalCluster.Processes;

/// <summary>A folder for one cluster, readable by its owner alone, gone when it is disposed or this process is gone.</summary>
internal sealed class ClusterFolder : IDisposable
{
    private readonly Process _guard;

    public ClusterFolder()
    {
        Path = Directory.CreateTempSubdirectory("local-cluster-").FullName;
        _guard = Guarded.Start(GuardScript.Folder, "/", [Path]);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file that holds a secret.</summary>
    public string WritePrivate(string name, string text)
    {
        var file = File(name);
        PrivateFile.Write(file, text);
        return file;
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        _guard.StandardInput.Close(); // The guard looks once more and ends by itself.
        _guard.Dispose();
    }
}
