using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>How the services stand, from their metrics (docs/telemetry.md).</summary>
internal static class StateQueries
{
    private const string File = "bouncer.file";

    public static IReadOnlyList<FileState> Files(StoreSnapshot store, DateTimeOffset now)
    {
        Dictionary<(string, string, string), FileState> files = [];
        Read("bouncer.file.generation", (state, value) => state with { Generation = (long)value });
        Read("bouncer.file.loaded", (state, value) => state with { Loaded = Moment(value) });
        Read("bouncer.tls.certificate.expiry", (state, value) => state with { Expiry = Moment(value) });
        Read("bouncer.reloads", (state, value) => state with { FailedReloads = (long)value }, p => p.Attributes.Text("bouncer.result") == "failed");
        return [.. files.OrderBy(f => f.Key).Select(f => f.Value)];

        void Read(string metric, Func<FileState, double, FileState> with, Func<NumberPoint, bool>? which = null)
        {
            foreach (var (resource, point) in MetricSeries.Newest(store, metric, now).Where(p => which?.Invoke(p.Point) ?? true))
            {
                var key = (resource.ServiceName, resource.InstanceId, point.Attributes.Text(File));
                var state = files.GetValueOrDefault(key) ?? new FileState { Service = key.Item1, Instance = key.Item2, File = key.Item3 };
                files[key] = with(state, point.Value) with { Measured = point.Time > state.Measured ? point.Time : state.Measured };
            }
        }
    }

    public static IReadOnlyList<CounterIncrease> Increase(StoreSnapshot store, string metric, TimeWindow window)
        => [.. MetricSeries.Steps<NumberPoint>(store, metric, window)
            .GroupBy(step => (step.Resource.ServiceName, step.Resource.InstanceId, string.Join('\n', step.Point.Attributes)))
            .Select(series => new CounterIncrease(
                series.Key.ServiceName,
                series.Key.InstanceId,
                series.First().Point.Attributes,
                series.Sum(step => Math.Max(0, step.Point.Value - (step.Before?.Value ?? 0)))))
            .Where(increase => increase.Increase > 0)
            .OrderByDescending(increase => increase.Increase)];

    /// <summary>A moment in Unix seconds; null if it is none that a calendar knows.</summary>
    internal static DateTimeOffset? Moment(double seconds)
        => seconds > 0 && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
}
