using System.Diagnostics;
using System.Globalization;

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
            Measure($"library {size}", benchmarks.Library);
            Measure($"library {size} with decoding", benchmarks.LibraryWithDecoding);
            Measure($"older {size}", benchmarks.Older);
            Measure($"older {size} with decoding", benchmarks.OlderWithDecoding);
        }

        MeasureThreads();
    }

    private static void Measure(string name, Func<int> action)
    {
        var best = double.MaxValue;
        long bytes = 0;
        var count = Calibrate(action);
        for (var round = 0; round < 7; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                action();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / count);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-35} {best,10:F2} µs {bytes,8} B"));
    }

    // As often as fits into 60 ms, after the code has been compiled for good.
    private static int Calibrate(Func<int> action)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(300))
        {
            action();
            count++;
        }

        return Math.Max(1, count / 5);
    }

    private static void MeasureThreads()
    {
        var benchmarks = new AllowedReposBenchmarks { Size = "3x10" };
        benchmarks.SetUp();
        var one = 0.0;
        var two = 0.0;
        for (var round = 0; round < 5; round++)
        {
            one = Math.Max(one, Rate(benchmarks, 1));
            two = Math.Max(two, Rate(benchmarks, 2));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"two threads on one policy: {two / one:F2} times one"));
    }

    private static double Rate(AllowedReposBenchmarks benchmarks, int threads)
    {
        const int Count = 100_000;
        using var together = new Barrier(threads + 1);
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            together.SignalAndWait();
            for (var i = 0; i < Count; i++)
            {
                benchmarks.Library();
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

        return threads * Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
