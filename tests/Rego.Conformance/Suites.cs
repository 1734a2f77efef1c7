namespace Bouncer.Rego.Conformance;

/// <summary>Where cases and lists of them are.</summary>
internal static class Suites
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of all cases: <c>CONFORMANCE_DIR</c>, or a folder beside the repository.</summary>
    public static string Cases { get; } = Environment.GetEnvironmentVariable("CONFORMANCE_DIR") is { Length: > 0 } given
        ? Path.GetFullPath(given)
        : Path.GetFullPath(Path.Combine(Root, "..", "shared", "conformance"));

    /// <summary>The folder of the lists that are checked in.</summary>
    public static string Lists { get; } = Path.Combine(Root, "tests", "Rego.Conformance", "Lists");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Aspire.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("The tests run from inside the repository; there is no Aspire.sln above them.");
    }
}
