using Bouncer.Constraints.Suites;

namespace Bouncer.Gatekeeper.Conformance;

/// <summary>Gatekeeper's library and what came of its suites, which run once.</summary>
internal static class Library
{
    private static readonly string s_root = FindRoot();
    private static readonly Lazy<IReadOnlyDictionary<string, string?>> s_results = new(Run);

    /// <summary>The library's folder. It is somebody else's, and so it may not be there.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(
        Environment.GetEnvironmentVariable("CONFORMANCE_DIR") is { Length: > 0 } given ? given : Path.Combine(s_root, "..", "shared", "conformance"),
        "gatekeeper-library"));

    /// <summary>What is wrong with each case by its name, <c>policy: test/case</c>; null if it passed.</summary>
    public static IReadOnlyDictionary<string, string?> Results => s_results.Value;

    /// <summary>The reasons of known gaps, by the cases' names.</summary>
    public static IReadOnlyDictionary<string, string> Gaps { get; } = File.ReadLines(Path.Combine(s_root, "tests", "Gatekeeper.Conformance", "gaps.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('\t', 2))
        .ToDictionary(p => p[0], p => p.Length > 1 ? p[1].Trim() : "", StringComparer.Ordinal);

    private static Dictionary<string, string?> Run()
    {
        var results = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (!Directory.Exists(Folder))
        {
            return results;
        }

        var runner = new SuiteRunner(new SuiteRunnerOptions());
        foreach (var reading in SuiteFinder.Find(Folder + "/...").Suites)
        {
            var policy = Path.GetRelativePath(Folder, Path.GetDirectoryName(reading.File)!).Replace('\\', '/');
            if (reading.Suite is null)
            {
                results.Add(policy, string.Join('\n', reading.Problems));
                continue;
            }

            foreach (var test in runner.Run(reading.Suite).Tests)
            {
                Add(results, $"{policy}: {test.Test.Name}", test);
            }
        }

        return results;
    }

    private static void Add(Dictionary<string, string?> results, string name, SuiteTestResult test)
    {
        // Where the test itself fails no case runs, and each of them has failed.
        foreach (var (@case, problem) in test.Outcome.Problem is { } all
            ? test.Test.Cases.Select(c => (c, (string?)all))
            : test.Cases.Select(c => (c.Case, c.Outcome.Problem)))
        {
            results.Add(Unused(results, $"{name}/{@case.Name}"), problem);
        }

        if (test.Test.Cases.Count == 0)
        {
            results.Add(Unused(results, name), test.Outcome.Problem);
        }
    }

    private static string Unused(Dictionary<string, string?> results, string name)
    {
        var unused = name;
        for (var number = 2; results.ContainsKey(unused); number++)
        {
            unused = FormattableString.Invariant($"{name} #{number}");
        }

        return unused;
    }

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
