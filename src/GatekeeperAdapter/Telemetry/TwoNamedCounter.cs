using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Bouncer.GatekeeperAdapter.Telemetry;

/// <summary>A counter of Gatekeeper's, which a scrape shows by both of its names (<see cref="GatekeeperNames"/>). Counted here and read
/// when somebody asks: there are few series, and counting must cost nothing.</summary>
/// <typeparam name="TSeries">What tells one series from another.</typeparam>
internal sealed class TwoNamedCounter<TSeries>
    where TSeries : struct
{
    private readonly ConcurrentDictionary<TSeries, Count> _counts = new();
    private readonly Func<TSeries, KeyValuePair<string, object?>[]> _labels;

    /// <summary>Creates both instruments.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="name">The name without <c>_total</c>.</param>
    /// <param name="description">What is counted.</param>
    /// <param name="labels">The labels of a series.</param>
    public TwoNamedCounter(Meter meter, string name, string description, Func<TSeries, KeyValuePair<string, object?>[]> labels)
    {
        _labels = labels;
        meter.CreateObservableCounter(name + GatekeeperNames.Total, Read, null, description);

        // Of this kind the exporter leaves the name alone.
        meter.CreateObservableUpDownCounter(name, Read, null, description);
    }

    public void Add(TSeries series) => Interlocked.Increment(ref _counts.GetOrAdd(series, static _ => new Count()).Value);

    private IEnumerable<Measurement<long>> Read()
        => _counts.Select(c => new Measurement<long>(Volatile.Read(ref c.Value.Value), _labels(c.Key)));

    private sealed class Count
    {
        public long Value;
    }
}
