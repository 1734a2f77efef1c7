using System.Text;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>What tells one series of a metric from another.</summary>
internal readonly record struct SeriesKey(string Service, string Instance, string Attributes);

/// <summary>The points of metrics, series by series.</summary>
internal static class MetricSeries
{
    /// <summary>Values that are older than this are of something that is no more, or does not answer: exports come every
    /// minute, if nothing else is set.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>How long before a time window the point may be from which the window's first one counts.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromMinutes(5);

    /// <summary>All that has been received of a metric since some time, newest first.</summary>
    public static IEnumerable<Metric> Of(StoreSnapshot store, string name, DateTimeOffset since)
    {
        var key = Keys.OfName(Encoding.UTF8.GetBytes(name));
        for (var number = store.Batches.Next - 1; number >= store.Batches.First; number--)
        {
            var batch = store.Batches[number];
            if (batch.Received < since)
            {
                yield break;
            }

            if (batch.Signal != Signal.Metrics)
            {
                continue;
            }

            for (var i = batch.IndexOf(key, 0); i >= 0; i = batch.IndexOf(key, i + 1))
            {
                var metric = batch.ReadMetric(i);
                if (metric.Name == name)
                {
                    yield return metric;
                }
            }
        }
    }

    /// <summary>The newest point of each series that is still fresh.</summary>
    public static IEnumerable<(Resource Resource, NumberPoint Point)> Newest(StoreSnapshot store, string name, DateTimeOffset now)
    {
        HashSet<SeriesKey> seen = [];
        foreach (var metric in Of(store, name, now - Fresh))
        {
            foreach (var point in metric.Points.OfType<NumberPoint>())
            {
                if (seen.Add(Key(metric.Resource, point)))
                {
                    yield return (metric.Resource, point);
                }
            }
        }
    }

    /// <summary>The points of each series in a time window, oldest first, each with the one that it counts from: null where it
    /// stands for itself alone, since it is a delta or its series began in the window.</summary>
    public static IEnumerable<(Resource Resource, TPoint? Before, TPoint Point)> Steps<TPoint>(StoreSnapshot store, string name, TimeWindow window)
        where TPoint : MetricPoint
    {
        var points = from metric in Of(store, name, window.From - s_before)
                     from point in metric.Points.OfType<TPoint>()
                     where point.Time < window.To
                     group (metric.Resource, Point: point, metric.Temporality) by Key(metric.Resource, point);
        foreach (var series in points)
        {
            TPoint? before = null;
            foreach (var (resource, point, temporality) in series.OrderBy(p => p.Point.Time))
            {
                var standsAlone = temporality == Temporality.Delta || point.Start >= (before?.Time ?? window.From);
                if (window.Contains(point.Time) && (standsAlone || before is not null))
                {
                    yield return (resource, standsAlone ? null : before, point);
                }

                before = point;
            }
        }
    }

    private static SeriesKey Key(Resource resource, MetricPoint point)
        => new(
            resource.ServiceName,
            resource.InstanceId,
            string.Join('\n', point.Attributes.Select(a => $"{a.Key}={a.Value}").Order(StringComparer.Ordinal)));
}
