using System.Diagnostics;
using System.Globalization;

namespace Bouncer.Benchmarks.Load;

/// <summary>How long programs take from their start to their first answer over HTTPS.</summary>
internal static class StartupRun
{
    /// <summary>Starts two programs in turns and prints the medians and that of the paired differences.</summary>
    /// <param name="count">How often each is started.</param>
    /// <param name="payload">The review that is asked.</param>
    /// <param name="commands">URL, program and arguments of the first, <c>--</c>, the same of the second.</param>
    public static async Task CompareAsync(int count, byte[] payload, string[] commands)
    {
        var divider = Array.IndexOf(commands, "--");
        string[] first = commands[..divider], second = commands[(divider + 1)..];
        List<double> firsts = [], seconds = [];
        await MeasureAsync(first, payload); // the client's own first time
        for (var i = 0; i < count; i++)
        {
            firsts.Add(await MeasureAsync(first, payload));
            seconds.Add(await MeasureAsync(second, payload));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Median(firsts):F1} {Median(seconds):F1} {Median([.. seconds.Zip(firsts, (s, f) => s - f)]):F1}"));
    }

    private static async Task<double> MeasureAsync(string[] command, byte[] payload)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(command[1], command[2..]) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{command[1]} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            await Client.AskAsync(new Uri(command[0]), payload, TimeSpan.FromSeconds(20));
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
