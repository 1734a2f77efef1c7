namespace Bouncer.LocalCluster.Certificates;

/// <summary>Files that hold secrets.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a new file that its owner alone can read.</summary>
    /// <exception cref="IOException">It is there already, with whatever rights it has.</exception>
    public static void Write(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
