namespace Bouncer.Cli.Tests;

/// <summary>The root folder of this repository, with its samples and documentation.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

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
