namespace Bouncer.TestSupport;

/// <summary>The repository that the tests run in. Builds may leave no paths behind, so it is looked for.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "Aspire.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException($"The tests run from inside the repository; there is no Aspire.sln above {AppContext.BaseDirectory}.");
    }
}
