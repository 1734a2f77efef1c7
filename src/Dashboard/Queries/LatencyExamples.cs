using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>Finds the slowest exemplar of each part of a time window.</summary>
/// <param name="window">The window.</param>
/// <param name="parts">How many parts it has.</param>
internal sealed class LatencyExamples(TimeWindow window, int parts)
{
    private readonly Dictionary<TraceId, LatencyExample> _all = [];

    /// <summary>Adds those of a histogram. A cumulative one brings its exemplars again and again, until others take their place.</summary>
    public void Add(HistogramPoint point)
    {
        foreach (var exemplar in point.Exemplars)
        {
            // Comparing also leaves out what is no number.
            if (!exemplar.TraceId.IsNone && window.Contains(exemplar.Time) && exemplar.Value is >= 0 and < int.MaxValue)
            {
                _all[exemplar.TraceId] = new(window.PartOf(exemplar.Time, parts), exemplar.Time, TimeSpan.FromSeconds(exemplar.Value), exemplar.TraceId);
            }
        }
    }

    /// <summary>The slowest of each part whose trace is held: metrics outlive the traces that they name.</summary>
    public IReadOnlyList<LatencyExample> Held(StoreSnapshot store)
    {
        var missing = Missing(store);
        return [.. _all.Values
            .Where(example => !missing.Contains(example.TraceId.Key))
            .GroupBy(example => example.Part)
            .Select(part => part.MaxBy(example => example.Duration)!)
            .OrderBy(example => example.Part)];
    }

    /// <summary>The keys of traces that are not held, in one pass from the newest on, where most will be.</summary>
    private HashSet<ulong> Missing(StoreSnapshot store)
    {
        var missing = _all.Keys.Select(trace => trace.Key).ToHashSet();
        for (var number = store.Batches.Next - 1; number >= store.Batches.First && missing.Count > 0; number--)
        {
            var batch = store.Batches[number];
            foreach (var key in batch.Signal == Signal.Traces ? batch.Keys : [])
            {
                missing.Remove(key);
            }
        }

        return missing;
    }
}
