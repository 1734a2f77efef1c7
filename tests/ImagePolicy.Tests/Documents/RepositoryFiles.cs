namespace Bouncer.ImagePolicy.Tests.Documents;

/// <summary>The files of this repository that people copy from.</summary>
internal static class RepositoryFiles
{
    private static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The paths of the files of a folder, from the root on.</summary>
    public static IEnumerable<string> List(string folder, string name)
        => Directory.EnumerateFiles(Path.Combine(Root, folder), name, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Aspire.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("no folder above the tests holds Aspire.sln");
    }
}
