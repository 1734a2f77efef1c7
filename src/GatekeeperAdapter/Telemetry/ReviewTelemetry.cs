using System.Diagnostics.Metrics;
using Bouncer.Admission.Recording;
using Bouncer.GatekeeperAdapter.Admission;
using Bouncer.GatekeeperAdapter.Options;

namespace Bouncer.GatekeeperAdapter.Telemetry;

/// <summary>Tells of reviews what Gatekeeper tells of them: its counter, its histogram, and with <c>--log-denies</c> a line for each
/// violation. Beside that, how many could not be decided in time.</summary>
internal sealed class ReviewTelemetry
{
    /// <summary>Counter: reviews refused because their caller's time was up.</summary>
    public const string Overdue = "bouncer.reviews.overdue";

    private static readonly double[] s_buckets =
    [
        .. Enumerable.Range(1, 9).Select(n => n / 1000.0),
        .. Enumerable.Range(1, 9).Select(n => n / 100.0),
        .. Enumerable.Range(1, 9).Select(n => n / 10.0),
        .. Enumerable.Range(2, 19).Select(n => n / 2.0),
    ];

    private readonly TwoNamedCounter<(string Status, bool IsDryRun)> _count;
    private readonly Histogram<double> _duration;
    private readonly ViolationLog? _log;
    private long _overdue;

    public ReviewTelemetry(IMeterFactory meters, AdapterOptions options, ILoggerFactory logs)
    {
        var meter = meters.Create(GatekeeperNames.Meter);
        _count = new(
            meter,
            GatekeeperNames.RequestCount,
            "The number of requests that are routed to validation webhook",
            series => [new(GatekeeperNames.AdmissionDryRun, series.IsDryRun ? "true" : "false"), Status(series.Status)]);
        _duration = meter.CreateHistogram(
            GatekeeperNames.RequestDuration,
            "s",
            "The response time in seconds",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_buckets });
        // There from the start: rates of a counter that appears with its first review would miss that one.
        meters.Create(TelemetryNames.Source).CreateObservableCounter(
            Overdue,
            () => Volatile.Read(ref _overdue),
            "{review}",
            "Reviews refused because they could not be decided as long as their caller waits.");
        _log = options.LogDenies ? new(logs) : null;
    }

    public void Tell(AdmitRequest request, AdmitDecision decision, TimeSpan elapsed)
    {
        if (decision.IsCounted)
        {
            var status = decision switch
            {
                Allow => "allow",
                Deny => "deny",
                _ => "error",
            };
            _count.Add((status, request.IsDryRun));
            _duration.Record(elapsed.TotalSeconds, Status(status));
        }

        if (decision is Refuse { IsOverdue: true })
        {
            Interlocked.Increment(ref _overdue);
        }

        if (_log is not null)
        {
            foreach (var violation in decision.Violations)
            {
                _log.Write(request, violation);
            }
        }
    }

    private static KeyValuePair<string, object?> Status(string status) => new(GatekeeperNames.AdmissionStatus, status);
}
