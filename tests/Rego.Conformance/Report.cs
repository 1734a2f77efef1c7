using System.Globalization;

namespace Bouncer.Rego.Conformance;

/// <summary>What people read after a run.</summary>
internal static class Report
{
    private const int MaxLength = 1500;

    /// <summary>Each case that failed, then what to count: groups, missing builtins, and all.</summary>
    public static void Write(TextWriter output, IReadOnlyList<CaseResult> results, bool withFailures)
    {
        if (withFailures)
        {
            foreach (var result in results.Where(r => !r.Passed))
            {
                output.WriteLine($"FAILED {result.Case.Id}");
                output.WriteLine($"  wanted {Short(result.Wanted!)}");
                output.WriteLine($"  came   {Short(result.Came!)}");
            }
        }

        output.WriteLine();
        output.WriteLine("group                                          passed    of");
        foreach (var group in results.GroupBy(r => r.Case.Group))
        {
            var passed = group.Count(r => r.Passed);
            var count = group.Count();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{group.Key,-45} {passed,7} {count,5}{(passed == count ? "" : "  <")}"));
        }

        foreach (var missing in results.Where(r => r.MissingBuiltin is not null).GroupBy(r => r.MissingBuiltin).OrderByDescending(g => g.Count()))
        {
            output.WriteLine($"missing builtin {missing.Key}: {missing.Count()} cases");
        }

        output.WriteLine($"passed {results.Count(r => r.Passed)} of {results.Count}");
    }

    private static string Short(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
}
