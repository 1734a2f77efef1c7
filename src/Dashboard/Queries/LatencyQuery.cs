using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>Percentiles from histograms.</summary>
internal static class LatencyQuery
{
    /// <summary>The services' histogram of how long reviews took, in seconds.</summary>
    public const string Metric = "bouncer.review.duration";

    public static LatencyReport Report(StoreSnapshot store, TimeWindow window, int parts, string? service)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        var whole = new Buckets();
        var each = Enumerable.Range(0, parts).Select(_ => new Buckets()).ToArray();
        var examples = new LatencyExamples(window, parts);
        foreach (var (resource, before, point) in MetricSeries.Steps<HistogramPoint>(store, Metric, window))
        {
            if (service is null || service == resource.ServiceName)
            {
                whole.Add(before, point);
                each[window.PartOf(point.Time, parts)].Add(before, point);
                examples.Add(point);
            }
        }

        return new(whole.ToLatency(window), [.. each.Select((buckets, part) => buckets.ToLatency(window.Part(part, parts)))], examples.Held(store));
    }

    /// <summary>How many values were at most at each bound and above the one before, of histograms with whatever bounds.</summary>
    private sealed class Buckets
    {
        private readonly SortedDictionary<double, double> _counts = [];

        /// <summary>Adds what came to a histogram since it was seen before.</summary>
        public void Add(HistogramPoint? before, HistogramPoint point)
        {
            var isContinued = before is not null && before.Bounds.SequenceEqual(point.Bounds);
            for (var i = 0; i < point.Buckets.Count; i++)
            {
                var bound = i < point.Bounds.Count ? Bound(point, i) : double.PositiveInfinity;
                var count = (double)point.Buckets[i] - (isContinued ? before!.Buckets[i] : 0);
                if (count > 0 && !double.IsNaN(bound))
                {
                    _counts[bound] = _counts.GetValueOrDefault(bound) + count;
                }
            }

            for (var i = 0; i < point.Bounds.Count; i++)
            {
                // The bound below a bucket must be there even if nothing is at most at it.
                _counts.TryAdd(double.IsNaN(point.Bounds[i]) ? 0 : Bound(point, i), 0);
            }
        }

        /// <summary>Nothing takes less than no time, whatever a histogram says.</summary>
        private static double Bound(HistogramPoint point, int index) => Math.Max(0, point.Bounds[index]);

        public Latency ToLatency(TimeWindow window)
        {
            var total = _counts.Values.Sum();
            return total > 0
                ? new(window, (long)total, Percentile(0.50, total), Percentile(0.95, total), Percentile(0.99, total))
                : new(window, 0, null, null, null);
        }

        /// <summary>As Prometheus' <c>histogram_quantile</c>: evenly spread within a bucket; above all bounds, the highest.</summary>
        private TimeSpan? Percentile(double share, double total)
        {
            var rank = share * total;
            var below = 0d;
            var lower = 0d;
            foreach (var (bound, count) in _counts)
            {
                if (below + count >= rank && count > 0)
                {
                    var seconds = double.IsInfinity(bound) ? lower : lower + ((bound - lower) * (rank - below) / count);
                    return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue));
                }

                below += count;
                lower = bound;
            }

            return null;
        }
    }
}
