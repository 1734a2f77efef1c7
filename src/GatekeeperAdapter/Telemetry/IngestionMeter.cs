using System.Diagnostics.Metrics;

namespace Bouncer.GatekeeperAdapter.Telemetry;

/// <summary>How often templates were compiled, and how long it took.</summary>
internal sealed class IngestionMeter
{
    private static readonly double[] s_buckets =
        [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.2, 0.3, 0.4, 0.5, 1, 2, 3, 4, 5];

    private readonly TwoNamedCounter<bool> _count;
    private readonly Histogram<double> _duration;

    public IngestionMeter(IMeterFactory meters)
    {
        var meter = meters.Create(GatekeeperNames.Meter);
        _count = new(meter, GatekeeperNames.IngestionCount, "Total number of constraint template ingestion actions", succeeded => [Status(succeeded)]);
        _duration = meter.CreateHistogram(
            GatekeeperNames.IngestionDuration,
            "s",
            "Distribution of how long it took to ingest a constraint template in seconds",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_buckets });
    }

    public void Add(bool succeeded, TimeSpan elapsed)
    {
        _count.Add(succeeded);
        _duration.Record(elapsed.TotalSeconds, Status(succeeded));
    }

    private static KeyValuePair<string, object?> Status(bool succeeded)
        => new(GatekeeperNames.Status, succeeded ? GatekeeperNames.Active : GatekeeperNames.Error);
}
