using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Bouncer.Rego;
using Bouncer.Rego.Compiling;
using Bouncer.Rego.Planning;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Benchmarks.Rego;

/// <summary>A look at the Rego figures in a few seconds: the best of some rounds, since other work on the machine only ever adds.</summary>
internal static class QuickRun
{
    public static void Run()
    {
        foreach (var size in new[] { "1x1", "3x10", "3x100", "20x10", "20x100" })
        {
            var benchmarks = new AllowedReposBenchmarks { Size = size };
            benchmarks.SetUp();
            Figures.Measure($"library {size}", benchmarks.Library);
            Figures.Measure($"library {size} with decoding", benchmarks.LibraryWithDecoding);
            Figures.Measure($"older {size}", benchmarks.Older);
            Figures.Measure($"older {size} with decoding", benchmarks.OlderWithDecoding);
        }

        var gatekeeper = GatekeeperCases.Read();
        if (gatekeeper.Count > 0)
        {
            Figures.Measure($"{gatekeeper.Count} cases of Gatekeeper's library", gatekeeper.Run);
            MeasureCompiling(gatekeeper.Templates);
        }

        MeasureThreads();
    }

    private static void MeasureCompiling(List<RegoModule[]> templates)
    {
        var options = new CompilerOptions();
        var parsed = templates.Select(Parse).ToList();
        var compiled = parsed.Select(m => RegoCompiler.Compile(m, options).Value!).ToList();
        Figures.Measure($"{templates.Count} of its templates: parsing", () => templates.Sum(t => Parse(t).Length));
        Figures.Measure("  compiling", () => parsed.Count(m => RegoCompiler.Compile(m, options).Value is not null));
        Figures.Measure("  planning", () => compiled.Sum(m => Planner.Plan(m, observe: false).RuleCount));
        Figures.Measure("  all of it", () => templates.Count(t => RegoPolicy.Compile(t).Policy is not null));

        static ImmutableArray<Module> Parse(RegoModule[] modules)
            => [.. modules.Select(m => Parser.ParseModule(new SourceText(m.Name, m.Text), LanguageVersion.V0).Value!)];
    }

    private static void MeasureThreads()
    {
        var shared = Made();
        AllowedReposBenchmarks[] one = [shared];
        AllowedReposBenchmarks[] two = [shared, shared];
        AllowedReposBenchmarks[] apart = [shared, Made()];
        var best = new double[3];
        for (var round = 0; round < 5; round++)
        {
            best[0] = Math.Max(best[0], Rate(one));
            best[1] = Math.Max(best[1], Rate(two));
            best[2] = Math.Max(best[2], Rate(apart));
        }

        // Policies of their own share nothing: what they reach is what the machine has to give.
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"two threads on one policy: {best[1] / best[0]:F2} times one; on two: {best[2] / best[0]:F2}"));
    }

    private static AllowedReposBenchmarks Made()
    {
        var made = new AllowedReposBenchmarks { Size = "3x10" };
        made.SetUp();
        return made;
    }

    private static double Rate(AllowedReposBenchmarks[] benchmarks)
    {
        const int Count = 100_000;
        using var together = new Barrier(benchmarks.Length + 1);
        var workers = benchmarks.Select(b => new Thread(() =>
        {
            together.SignalAndWait();
            for (var i = 0; i < Count; i++)
            {
                b.Library();
            }
        })).ToArray();
        foreach (var worker in workers)
        {
            worker.Start();
        }

        together.SignalAndWait();
        var start = Stopwatch.GetTimestamp();
        foreach (var worker in workers)
        {
            worker.Join();
        }

        return benchmarks.Length * Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
