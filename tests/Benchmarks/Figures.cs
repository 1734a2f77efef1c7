using System.Diagnostics;
using System.Globalization;

namespace Bouncer.Benchmarks;

/// <summary>Figures in a few seconds: the best of some rounds, since other work on the machine only ever adds.</summary>
internal static class Figures
{
    /// <summary>Prints what an action costs, and returns the microseconds.</summary>
    public static double Measure(string name, Func<int> action)
    {
        var best = double.MaxValue;
        long bytes = 0;
        var count = Calibrate(action);
        for (var round = 0; round < 200; round++)
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

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-55} {best,10:F2} µs {bytes,8} B"));
        return best;
    }

    // As often as fits into 2 ms, after the code has been compiled for good: rounds so short that some have the processor for themselves.
    private static int Calibrate(Func<int> action)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(300))
        {
            action();
            count++;
        }

        return Math.Max(1, count / 150);
    }
}
