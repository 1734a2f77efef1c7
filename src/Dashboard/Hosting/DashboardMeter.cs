using System.Diagnostics.Metrics;
using Bouncer.Dashboard.Queries;

namespace Bouncer.Dashboard.Hosting;

/// <summary>What the dashboard tells of itself, for <c>/metrics</c>. The names stand in docs/dashboard.md.</summary>
internal sealed class DashboardMeter
{
    public const string Name = "Bouncer.Dashboard";

    private const string Signal = "bouncer.signal";

    public DashboardMeter(IMeterFactory meters, IDashboardQueries queries)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableGauge("bouncer.dashboard.memory.used", () => queries.Figures().Used, "By", "Telemetry held.");
        meter.CreateObservableGauge("bouncer.dashboard.memory.limit", () => queries.Figures().Limit, "By", "Telemetry that may be held.");
        meter.CreateObservableCounter("bouncer.dashboard.received", () => BySignal(queries.Figures().Received), "{record}", "Spans, log records and metrics received.");
        meter.CreateObservableCounter("bouncer.dashboard.rejected", () => queries.Figures().Rejected, "{record}", "Records received that were wrong.");
        meter.CreateObservableCounter("bouncer.dashboard.refused", () => queries.Figures().Malformed, "{request}", "Requests that were refused.");
        meter.CreateObservableCounter("bouncer.dashboard.forwarded", () => queries.Figures().Forwarding?.Sent ?? 0, "{request}", "Requests passed on.");
        meter.CreateObservableCounter("bouncer.dashboard.dropped", () => queries.Figures().Forwarding?.Dropped ?? 0, "{request}", "Requests not passed on.");
    }

    private static IEnumerable<Measurement<long>> BySignal(SignalCounts counts) =>
    [
        new(counts.Spans, new KeyValuePair<string, object?>(Signal, "traces")),
        new(counts.Logs, new KeyValuePair<string, object?>(Signal, "logs")),
        new(counts.Metrics, new KeyValuePair<string, object?>(Signal, "metrics")),
    ];
}
