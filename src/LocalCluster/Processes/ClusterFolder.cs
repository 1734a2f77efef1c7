using System.Diagnostics;

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
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
        return file;
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        _guard.StandardInput.Close(); // The guard looks once more and ends by itself.
        _guard.Dispose();
    }
}
