namespace Bouncer.Architecture.Tests;

/// <summary>The files of this repository, as these tests were built from it.</summary>
internal static class Repository
{
    private const string Solution = "Aspire.sln";

    public static string Root { get; } = FindRoot();

    /// <summary>The projects under src, tests, samples and eng, by name. One that asks a question of the package sources is
    /// none: nobody builds it.</summary>
    public static IReadOnlyDictionary<string, Project> Projects { get; } =
        new[] { "src", "tests", "samples", "eng" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(Project.Read)
            .Where(p => p.Name != "AspireProbe")
            .ToDictionary(p => p.Name);

    /// <summary>The paths of the projects in the solution, relative to its root, with forward slashes.</summary>
    public static IReadOnlyList<string> ProjectsOfSolution { get; } =
        [.. File.ReadLines(Path.Combine(Root, Solution))
            .Where(line => line.StartsWith("Project(", StringComparison.Ordinal))
            .Select(line => line.Split('"')[5].Replace('\\', '/'))
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))];

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Solution)))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"There is no {Solution} above {AppContext.BaseDirectory}.");
    }
}
