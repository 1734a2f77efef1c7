namespace Bouncer.GatekeeperAdapter.Folder;

/// <summary>A file as it was when somebody looked: what changes with nearly every change of it.</summary>
/// <param name="Path">The path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When it was written.</param>
/// <param name="Target">What it leads to, if it is a link: Kubernetes updates a mounted ConfigMap by changing that.</param>
internal sealed record FolderFile(string Path, long Length, DateTime Written, string? Target)
{
    private static readonly string[] s_extensions = [".yaml", ".yml", ".json"];

    /// <summary>The files of a folder and of the folders in it, by path. Hidden ones do not count: a mounted ConfigMap keeps its
    /// versions there.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static FolderFile[] In(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden };
        return
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*", options)
                .Where(file => s_extensions.Contains(file.Extension.ToLowerInvariant()) && !IsHidden(folder, file.FullName))
                .Select(Of)
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
    }

    private static FolderFile Of(FileInfo file)
    {
        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        return new(file.FullName, target is { Exists: true } ? target.Length : file.Length, (target ?? file).LastWriteTimeUtc, target?.FullName);
    }

    /// <summary>On Windows a name with a dot is not hidden by itself.</summary>
    private static bool IsHidden(string folder, string path)
        => System.IO.Path.GetRelativePath(folder, path).Split(System.IO.Path.DirectorySeparatorChar).Any(part => part.StartsWith('.'));
}
