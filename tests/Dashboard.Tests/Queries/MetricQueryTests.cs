using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Queries;

/// <summary>What metrics tell.</summary>
public class MetricQueryTests
{
    private static readonly double[] s_bounds = [0.001, 0.01, 0.1];
    private readonly FilledStore _store = new();
    private readonly DateTimeOffset _start;

    public MetricQueryTests()
    {
        _start = _store.Now;
    }

    [Fact]
    public void Latency_CountsWhatCameInTheWindow_FromCumulativeHistograms()
    {
        Minutes(1);
        Durations(100, 0, 0, 0);
        Minutes(9);
        Durations(100, 0, 0, 0);
        var window = new TimeWindow(_store.Now, _store.Now + TimeSpan.FromMinutes(4));
        Minutes(1);
        Durations(190, 9, 1, 0);
        Minutes(2);
        Durations(190, 9, 1, 10);

        var report = _store.Queries.Latency(window, 4);

        Assert.Equal(110, report.Whole.Reviews);
        Assert.Equal([0, 100, 0, 10], report.Parts.Select(p => p.Reviews));

        // 100 values: 90 in (0, 1 ms], 9 in (1 ms, 10 ms], 1 in (10 ms, 100 ms].
        Assert.Equal(50d / 90, report.Parts[1].P50!.Value.TotalMilliseconds, 3);
        Assert.Equal(1 + (9 * 5d / 9), report.Parts[1].P95!.Value.TotalMilliseconds, 3);
        Assert.Equal(10, report.Parts[1].P99!.Value.TotalMilliseconds, 3);

        // Above all bounds: the highest.
        Assert.Equal(TimeSpan.FromMilliseconds(100), report.Parts[3].P50);
        Assert.Null(report.Parts[0].P50);
    }

    [Fact]
    public void Latency_OfAServiceThatBeganInTheWindow_CountsFromZero_AndSoAfterARestart()
    {
        var window = new TimeWindow(_start, _start + TimeSpan.FromHours(1));
        Minutes(1);
        Durations(10, 0, 0, 0);
        Minutes(1);
        var restarted = _store.Now;
        Minutes(1);
        _store.Measure(OtlpRequests.Histogram(LatencyQuery.Metric, restarted, _store.Now, s_bounds, [4, 0, 0, 0]));

        Assert.Equal(14, _store.Queries.Latency(window, 1).Whole.Reviews);
        Assert.Equal(0, _store.Queries.Latency(window, 1, "another").Whole.Reviews);
    }

    [Fact]
    public void Latency_WithoutHistograms_IsUnknown()
        => Assert.Null(_store.Queries.Latency(TimeWindow.Before(_start, TimeSpan.FromHours(1)), 3).Whole.P99);

    [Fact]
    public void Latency_HasTheSlowestExemplarOfEachPart_AsLongAsItsTraceIsHere()
    {
        // As a cumulative histogram brings them: the last of each bucket, again and again.
        var window = new TimeWindow(_start, _start + TimeSpan.FromMinutes(4));
        _store.Take(Signal.Traces, OtlpRequests.Request("Bouncer.Admission", new ulong[] { 1, 2, 4 }.Select(trace =>
            OtlpRequests.Span(trace, trace, 0, "ImageReview", _store.Now, TimeSpan.FromMilliseconds(9)))));
        var old = OtlpRequests.Exemplar(_start - TimeSpan.FromSeconds(1), 0.09, 1);
        var quick = OtlpRequests.Exemplar(_start + TimeSpan.FromSeconds(10), 0.0005, 1);
        var slow = OtlpRequests.Exemplar(_start + TimeSpan.FromSeconds(20), 0.009, 2);
        var gone = OtlpRequests.Exemplar(_start + TimeSpan.FromSeconds(30), 0.05, 3);
        var outsideOfTraces = new ProtobufMessage().Fixed64(2, OtlpRequests.Nanoseconds(_start)).Double(3, 0.07);
        var noNumber = OtlpRequests.Exemplar(_start + TimeSpan.FromSeconds(40), double.NaN, 4);
        Minutes(1);
        Measured([3, 1, 1, 0], old, quick, slow, gone, outsideOfTraces, noNumber);
        Minutes(2);
        Measured([3, 2, 1, 0], old, quick, OtlpRequests.Exemplar(_start + TimeSpan.FromMinutes(2.5), 0.004, 4), slow, gone);

        var examples = _store.Queries.Latency(window, 4).Examples;

        Assert.Equal(
            [(0, _start + TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(9), OtlpRequests.TraceText(2)), (2, _start + TimeSpan.FromMinutes(2.5), TimeSpan.FromMilliseconds(4), OtlpRequests.TraceText(4))],
            examples.Select(e => (e.Part, e.Time, e.Duration, e.TraceId.ToString())));
        Assert.Empty(_store.Queries.Latency(window, 4, "another").Examples);

        void Measured(ulong[] buckets, params IEnumerable<ProtobufMessage> exemplars)
            => _store.Measure(OtlpRequests.Histogram(LatencyQuery.Metric, _start, _store.Now, s_bounds, buckets, exemplars));
    }

    [Fact]
    public void Latency_FromBoundsThatNoDurationHas_IsNoneOrMore()
    {
        double[] bounds = [double.NegativeInfinity, 0.01, double.PositiveInfinity];
        _store.Measure(OtlpRequests.Histogram(LatencyQuery.Metric, _start, _store.Now, bounds, [1, 9, 1, 1]));

        var whole = _store.Queries.Latency(new(_start, _start + TimeSpan.FromHours(1)), 1).Whole;

        Assert.InRange(whole.P50!.Value, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
        Assert.Equal(TimeSpan.FromMilliseconds(10), whole.P99);
    }

    [Fact]
    public void Increase_IsOfEachSeries()
    {
        ProtobufMessage Counter(double value, string result)
            => OtlpRequests.Counter("bouncer.reloads", _start - TimeSpan.FromDays(1), _store.Now, value, OtlpRequests.Attribute("bouncer.result", result));
        _store.Measure(Counter(100, "loaded"), Counter(1, "failed"), Counter(7, "same"));
        var window = new TimeWindow(_store.Now + TimeSpan.FromSeconds(1), _store.Now + TimeSpan.FromMinutes(10));
        Minutes(1);
        _store.Measure(Counter(101, "loaded"), Counter(4, "failed"), Counter(7, "same"));

        var increases = _store.Queries.Increase("bouncer.reloads", window);

        Assert.Equal([("failed", 3d), ("loaded", 1d)], increases.Select(i => (i.Attributes.Text("bouncer.result"), i.Increase)));
        Assert.Empty(_store.Queries.Increase("bouncer.nothing", window));
    }

    [Fact]
    public void Files_AreWhatTheNewestMetricsTell()
    {
        var (policy, certificate) = (OtlpRequests.Attribute("bouncer.file", "policy"), OtlpRequests.Attribute("bouncer.file", "certificate"));
        var expiry = _start + TimeSpan.FromDays(30);
        _store.Measure(OtlpRequests.Gauge("bouncer.file.generation", _store.Now, 1, policy));
        Minutes(1);
        _store.Measure(
            OtlpRequests.Gauge("bouncer.file.generation", _store.Now, 2, policy),
            OtlpRequests.Gauge("bouncer.file.loaded", _store.Now, _start.ToUnixTimeSeconds(), policy),
            OtlpRequests.Gauge("bouncer.tls.certificate.expiry", _store.Now, expiry.ToUnixTimeSeconds(), certificate),
            OtlpRequests.Counter("bouncer.reloads", _start, _store.Now, 3, policy, OtlpRequests.Attribute("bouncer.result", "failed")),
            OtlpRequests.Counter("bouncer.reloads", _start, _store.Now, 5, policy, OtlpRequests.Attribute("bouncer.result", "loaded")));

        var files = _store.Queries.Files();

        Assert.Equal(["certificate", "policy"], files.Select(f => f.File));
        Assert.Equal(expiry, files[0].Expiry);
        Assert.Equal((2L, _start, 3L), (files[1].Generation, files[1].Loaded, files[1].FailedReloads));
        Assert.Equal(("image-bouncer-webhook", "image-bouncer-webhook-1", _store.Now), (files[1].Service, files[1].Instance, files[1].Measured));

        // Whoever has not told for long is no more.
        Minutes(16);
        Assert.Empty(_store.Queries.Files());
    }

    [Fact]
    public void Gatekeeper_IsTemplatesConstraintsAndTheLastAuditThatEnded()
    {
        Assert.Null(_store.Queries.Gatekeeper());

        var active = OtlpRequests.Attribute("status", "active");
        _store.Measure(
            OtlpRequests.Gauge("gatekeeper_constraint_templates", _store.Now, 4, active),
            OtlpRequests.Gauge("gatekeeper_constraints", _store.Now, 3, active, OtlpRequests.Attribute("enforcement_action", "deny")),
            OtlpRequests.Gauge("gatekeeper_violations", _store.Now, 2, OtlpRequests.Attribute("enforcement_action", "deny")),
            OtlpRequests.Gauge("gatekeeper_audit_last_run_time", _store.Now, _start.ToUnixTimeSeconds()),
            OtlpRequests.Gauge("gatekeeper_audit_last_run_end_time", _store.Now, _start.ToUnixTimeSeconds() + 2));
        Audit(("1", "audit_started", ""), ("1", "violation_audited", "older"), ("1", "audit_finished", ""), ("2", "audit_started", ""), ("2", "violation_audited", "one"));
        Audit(("2", "violation_audited", "two"), ("2", "violation_audited", "two"), ("2", "audit_finished", ""), ("3", "audit_started", ""), ("3", "violation_audited", "not yet"));

        var figures = _store.Queries.Gatekeeper()!;

        Assert.Equal(4, figures.Templates["active"]);
        Assert.Equal([new ConstraintCount("deny", "active", 3)], figures.Constraints);
        Assert.Equal(2, figures.Violations["deny"]);
        Assert.Equal((_start, _start + TimeSpan.FromSeconds(2)), (figures.AuditStarted, figures.AuditEnded));
        Assert.Equal(["two", "one"], figures.AuditedViolations.Select(v => v.Message));
        Assert.Equal(("AllowedRepos", "repos", "Pod", "default"),
            (figures.AuditedViolations[0].ConstraintKind, figures.AuditedViolations[0].ConstraintName, figures.AuditedViolations[0].ResourceKind, figures.AuditedViolations[0].ResourceNamespace));
    }

    [Fact]
    public void Gatekeeper_AddsUpWhatDiffersInOtherAttributes()
    {
        ProtobufMessage Templates(double value, string zone)
            => OtlpRequests.Gauge("gatekeeper_constraint_templates", _store.Now, value, OtlpRequests.Attribute("status", "active"), OtlpRequests.Attribute("zone", zone));
        _store.Measure(Templates(2, "a"), Templates(3, "b"));

        Assert.Equal(5, Assert.Single(_store.Queries.Gatekeeper()!.Templates).Value);
    }

    private void Audit(params IEnumerable<(string Id, string Type, string Message)> events)
        => _store.Take(Signal.Logs, OtlpRequests.Request("gatekeeper-adapter", "Bouncer.GatekeeperAdapter.Audit.Runs.Auditor", events.Select(e => OtlpRequests.Log(
            0,
            _store.Now,
            e.Message,
            OtlpRequests.Attribute("event_type", e.Type),
            OtlpRequests.Attribute("audit_id", e.Id),
            OtlpRequests.Attribute("constraint_kind", "AllowedRepos"),
            OtlpRequests.Attribute("constraint_name", "repos"),
            OtlpRequests.Attribute("resource_kind", "Pod"),
            OtlpRequests.Attribute("resource_namespace", "default")))));

    private void Minutes(double minutes) => _store.Time.Advance(TimeSpan.FromMinutes(minutes));

    private void Durations(params ulong[] buckets)
        => _store.Measure(OtlpRequests.Histogram(LatencyQuery.Metric, _start, _store.Now, s_bounds, buckets));
}
