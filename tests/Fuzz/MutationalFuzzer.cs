using System.Diagnostics;

namespace Bouncer.Fuzz;

/// <summary>What a run found.</summary>
/// <param name="Executions">How many inputs were tried.</param>
/// <param name="Elapsed">How long that took.</param>
/// <param name="Slowest">How long the slowest input took.</param>
/// <param name="Failures">One input for each place that threw.</param>
internal sealed record FuzzRun(long Executions, TimeSpan Elapsed, TimeSpan Slowest, IReadOnlyList<(byte[] Input, Exception Error)> Failures);

/// <summary>Fuzzing without instrumentation: blind, and quick. The seeds themselves come first.</summary>
internal sealed class MutationalFuzzer(FuzzTarget target, int seed)
{
    private readonly Dictionary<string, (byte[] Input, Exception Error)> _failures = [];

    /// <summary>Runs until a number of inputs or a time is used up.</summary>
    public FuzzRun Run(long count, TimeSpan time)
    {
        var mutator = new Mutator(target, seed);
        var start = Stopwatch.GetTimestamp();
        var slowest = TimeSpan.Zero;
        long executions = 0;
        while (executions < count && Stopwatch.GetElapsedTime(start) < time)
        {
            var input = executions < target.Seeds.Count
                ? target.Seeds[(int)executions]
                : mutator.Next();
            var before = Stopwatch.GetTimestamp();
            Try(input);
            var took = Stopwatch.GetElapsedTime(before);
            slowest = took > slowest ? took : slowest;
            executions++;
        }

        return new FuzzRun(executions, Stopwatch.GetElapsedTime(start), slowest, [.. _failures.Values]);
    }

    private void Try(byte[] input)
    {
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            // The same place fails for many inputs: the shortest of them says most.
            var place = $"{e.GetType()} {e.StackTrace?.Split('\n')[0]}";
            if (!_failures.TryGetValue(place, out var known) || input.Length < known.Input.Length)
            {
                _failures[place] = (input, e);
            }
        }
    }
}
