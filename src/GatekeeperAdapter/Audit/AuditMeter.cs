using System.Diagnostics.Metrics;
using Bouncer.GatekeeperAdapter.Audit.Runs;
using Bouncer.GatekeeperAdapter.Telemetry;

namespace Bouncer.GatekeeperAdapter.Audit;

/// <summary>
/// Gatekeeper's metrics of the audit. Only the replica that audits has them, since sums over replicas would count twice; and a run that
/// failed moves no end, so that an alert on old results tells of it.
/// </summary>
internal sealed class AuditMeter
{
    /// <summary>Gatekeeper's, in seconds: 1 minute to 320 minutes (pkg/audit/stats_reporter.go).</summary>
    private static readonly double[] s_buckets = [60, 180, 300, 600, 900, 1200, 2400, 4800, 9600, 19200];

    private readonly Histogram<double> _duration;
    private AuditSummary? _last;
    private long _started; // Unix seconds; 0 for never

    public AuditMeter(IMeterFactory meters)
    {
        var meter = meters.Create(GatekeeperNames.Meter);
        meter.CreateObservableGauge(GatekeeperNames.Violations, Violations, null, "Total number of audited violations");
        meter.CreateObservableGauge(
            GatekeeperNames.AuditLastRunTime, () => Seconds(_started), null, "Timestamp of last audit run starting time");
        meter.CreateObservableGauge(
            GatekeeperNames.AuditLastRunEndTime, () => Seconds(_last?.Ended.ToUnixTimeSeconds() ?? 0), null, "Timestamp of last audit run ending time");
        _duration = meter.CreateHistogram(
            GatekeeperNames.AuditDuration,
            "s",
            "Latency of audit operation in seconds",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_buckets });
    }

    public void Start(DateTimeOffset now) => _started = now.ToUnixTimeSeconds();

    public void End(AuditSummary summary)
    {
        _duration.Record(summary.Elapsed.TotalSeconds);
        if (summary.Outcome != AuditOutcome.Failed)
        {
            _last = summary;
        }
    }

    /// <summary>Another replica audits from now on.</summary>
    public void Clear()
    {
        _started = 0;
        _last = null;
    }

    private IEnumerable<Measurement<long>> Violations()
        => _last is { } last
            ? AuditSummary.Actions.Select(a => new Measurement<long>(last.Results.WithAction(a), new KeyValuePair<string, object?>(GatekeeperNames.EnforcementAction, a)))
            : [];

    private static IEnumerable<Measurement<double>> Seconds(long time) => time == 0 ? [] : [new(time)];
}
