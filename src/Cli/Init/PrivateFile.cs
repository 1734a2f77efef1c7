namespace Bouncer.Cli.Init;

/// <summary>Files that their owner alone may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file in one step, so that nobody finds half of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="mode">Who may read it; its owner alone if not given.</param>
    /// <exception cref="InitException">It cannot be written.</exception>
    public static void Write(string path, string text, UnixFileMode mode = OwnerAlone)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // The kubelet and its like pass over names that begin with a dot.
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.new");
        try
        {
            Directory.CreateDirectory(folder);
            File.Delete(draft);
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                how.UnixCreateMode = OwnerAlone;
            }

            using (var writer = new StreamWriter(draft, how))
            {
                writer.Write(text);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(draft, mode);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InitException($"{path} cannot be written: {e.Message}. Run bouncer init on the API server's host, as one who may write there (root), or name another folder with --folder.");
        }
    }

    /// <summary>The text of a file; null if it is not there.</summary>
    /// <exception cref="InitException">It is there and cannot be read.</exception>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InitException(Files.Problem(path, e));
        }
    }

    /// <summary>Removes a file.</summary>
    /// <exception cref="InitException">It cannot be removed.</exception>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InitException($"{path} cannot be removed: {e.Message}");
        }
    }
}
