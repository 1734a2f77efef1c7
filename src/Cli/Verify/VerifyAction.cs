using Bouncer.Constraints.Suites;

namespace Bouncer.Cli.Verify;

/// <summary>Does what <c>bouncer verify</c> is asked to do: find the suites, run them, print.</summary>
internal static class VerifyAction
{
    public static int Run(VerifyOptions options, Terminal terminal)
    {
        var filter = SuiteFilter.All;
        if (options.Run.Length > 0 && !SuiteFilter.TryParse(options.Run, out filter, out var mistake))
        {
            terminal.WriteError($"--run: {mistake}");
            return ExitCodes.Wrong;
        }

        List<SuiteSearch> searches = [.. options.Paths.Select(Find)];
        List<SuiteReading> readings = [.. searches.SelectMany(s => s.Suites).DistinctBy(r => (Path.GetFullPath(r.File), r.Suite?.Line))];
        List<string> problems = [.. searches.SelectMany(s => s.Problems)];
        foreach (var warning in readings.SelectMany(r => r.Warnings))
        {
            terminal.WriteError($"warning: {warning}");
        }

        problems.ForEach(terminal.WriteError);
        var runner = new SuiteRunner(new SuiteRunnerOptions { Filter = filter, WithTrace = options.WithTrace });
        var printer = new SuitePrinter(terminal.Output, options.IsVerbose);
        var hasFailed = problems.Count > 0;
        var hasRun = false;
        // Not by parallel LINQ, which cannot be compiled ahead of time without warnings.
        var results = new SuiteResult?[readings.Count];
        Parallel.For(0, results.Length, i => results[i] = readings[i].Suite is { } suite ? runner.Run(suite) : null);
        foreach (var warning in results.SelectMany(r => r?.Warnings ?? []).Distinct(StringComparer.Ordinal))
        {
            terminal.WriteError($"warning: {warning}");
        }

        foreach (var (reading, result) in readings.Zip(results))
        {
            hasFailed |= result?.HasFailed ?? true;
            hasRun |= result is null || result.Tests.Any(t => !t.Outcome.IsSkipped);
            printer.Write(reading, result);
        }

        if (options.Run.Length > 0 && !hasRun && problems.Count == 0)
        {
            terminal.WriteError($"warning: --run: no test or case matches \"{options.Run}\"");
        }

        printer.WriteEnd(hasFailed);
        return hasFailed ? ExitCodes.Refused : ExitCodes.Allowed;
    }

    /// <summary>A folder in which there is nothing to run is a mistyped one, and would be green for ever.</summary>
    private static SuiteSearch Find(string path)
    {
        var search = SuiteFinder.Find(path);
        return search.Suites.Count + search.Problems.Count > 0
            ? search
            : search with { Problems = [$"{path}: there is no suite; suites are YAML files with kind: Suite and apiVersion: test.gatekeeper.sh/v1alpha1{(Directory.Exists(path) ? ", and /... behind a folder looks below it" : "")}"] };
    }
}
