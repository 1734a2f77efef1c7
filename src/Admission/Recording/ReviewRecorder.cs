using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bouncer.Admission.Recording;

/// <summary>
/// Tells of every review once, at its end: a span that continues the caller's trace, a decision log, counters and a
/// duration. The framework's own request instrumentation stays off on the admission port, where it would cost more than
/// deciding does; nothing is made that nobody listens to.
/// </summary>
public sealed class ReviewRecorder : IDisposable
{
    private static readonly double[] s_durationBuckets =
        [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ActivitySource _source = new(TelemetryNames.Source);
    private readonly Meter _meter;
    private readonly ILogger _log;
    private readonly Redaction _redaction;
    private readonly ReviewCounts _counts = new();
    private readonly NamedCounts _refused;
    private readonly Counter<long> _violations;
    private readonly Counter<long> _failedOpen;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public ReviewRecorder(IMeterFactory meters, ILoggerFactory logs, RecordingOptions options)
    {
        _redaction = options.Redaction;
        _refused = new(options.Registries);
        _meter = meters.Create(TelemetryNames.Source);
        _log = logs.CreateLogger(TelemetryNames.DecisionLog);
        _meter.CreateObservableCounter(TelemetryNames.Reviews, _counts.Reviews, "{review}", "Reviews answered.");
        _meter.CreateObservableCounter(TelemetryNames.Images, _counts.Images, "{image}", "Images judged.");
        _meter.CreateObservableCounter(TelemetryNames.RefusedImages, Refused, "{image}", "Images refused.");
        _violations = _meter.CreateCounter<long>(TelemetryNames.Violations, "{violation}", "Rules broken, once an image.");
        _failedOpen = _meter.CreateCounter<long>(
            TelemetryNames.FailedOpen, "{pod}", "Reviews of pods that an API server had admitted without an answer.");
        _duration = _meter.CreateHistogram(
            TelemetryNames.ReviewDuration,
            "s",
            "Time from a request's headers to its decision.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_durationBuckets });
    }

    /// <summary>Starts the clock and, if anyone listens, the span of a review.</summary>
    public ReviewInProgress Begin(HttpRequest request, ReviewProtocol protocol)
    {
        var started = Stopwatch.GetTimestamp();
        var span = _source.HasListeners()
            ? _source.StartActivity(SpanName(protocol), ActivityKind.Server, Parent(request))
            : null;
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(TelemetryNames.ProtocolVersion, ProtocolVersion(request.Protocol));
        }

        return new ReviewInProgress(this, protocol, started, span);
    }

    /// <summary>Counts a pod that carries an API server's mark of having been admitted unasked.</summary>
    public void SawFailedOpen(string @namespace)
    {
        _failedOpen.Add(1);
        DecisionLog.FailedOpen(_log, Bounded.Text(@namespace));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    internal void Record(ReviewProtocol protocol, long started, Activity? span, ReviewRecord record)
    {
        var elapsed = Stopwatch.GetElapsedTime(started);
        Count(protocol, record, elapsed);
        // A span that was not sampled hands on the trace's id and is told to nobody.
        var described = span is { IsAllDataRequested: true } ? span : null;
        if (described is not null || DecisionLog.Tells(_log, record))
        {
            Tell(protocol, record.Redact(_redaction), elapsed, described);
        }

        span?.Dispose();
    }

    private void Tell(ReviewProtocol protocol, ReviewRecord record, TimeSpan elapsed, Activity? span)
    {
        if (span is not null)
        {
            Describe(span, protocol, record);
        }

        // The log is written inside the span, so that it carries the trace's id.
        DecisionLog.Write(_log, protocol, record, elapsed);
    }

    private static string SpanName(ReviewProtocol protocol)
        => protocol == ReviewProtocol.ImageReview ? "ImageReview" : "AdmissionReview";

    /// <summary><c>1.1</c> of <c>HTTP/1.1</c>.</summary>
    private static string ProtocolVersion(string protocol) => protocol.StartsWith("HTTP/", StringComparison.Ordinal) ? protocol[5..] : protocol;

    private static ActivityContext Parent(HttpRequest request)
        => ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var parent)
            ? parent
            : default;

    private void Count(ReviewProtocol protocol, ReviewRecord record, TimeSpan elapsed)
    {
        _counts.Add(protocol, record.Outcome, record.Images.Count);
        _duration.Record(
            elapsed.TotalSeconds, new(TelemetryNames.Protocol, protocol.Name()), new(TelemetryNames.Outcome, record.Outcome.Name()));
        for (var i = 0; i < record.Violations.Count; i++)
        {
            var (rule, enforcement) = record.Violations[i];
            _violations.Add(1, new(TelemetryNames.Rule, rule), new(TelemetryNames.Enforcement, enforcement));
        }

        for (var i = 0; i < record.RefusedRegistries.Count; i++)
        {
            _refused.Add(record.RefusedRegistries[i]);
        }
    }

    private IEnumerable<Measurement<long>> Refused()
        => _refused.Read().Select(r => new Measurement<long>(r.Count, new KeyValuePair<string, object?>(TelemetryNames.Registry, r.Name)));

    private static void Describe(Activity span, ReviewProtocol protocol, ReviewRecord record)
    {
        span.SetTag(TelemetryNames.Protocol, protocol.Name());
        span.SetTag(TelemetryNames.Outcome, record.Outcome.Name());
        span.SetTag(TelemetryNames.DecisionId, record.DecisionId);
        span.SetTag(TelemetryNames.PolicyVersion, record.PolicyVersion);
        SetIfAny(span, TelemetryNames.Namespace, Bounded.Text(record.Namespace));
        SetIfAny(span, TelemetryNames.ObjectKind, Bounded.Text(record.Kind));
        SetIfAny(span, TelemetryNames.ObjectName, Bounded.Text(record.Name));
        SetIfAny(span, TelemetryNames.Operation, Bounded.Text(record.Operation));
        SetIfAny(span, TelemetryNames.Reason, record.Reason);
        span.SetTag(TelemetryNames.ImageNames, Bounded.List(record.Images));
        span.SetTag(TelemetryNames.Rules, Bounded.List(record.Rules));
        if (record.Outcome == ReviewOutcome.Failed)
        {
            span.SetStatus(ActivityStatusCode.Error, record.Reason);
        }
    }

    private static void SetIfAny(Activity span, string name, string value)
    {
        if (value.Length > 0)
        {
            span.SetTag(name, value);
        }
    }
}

/// <summary>A review that has begun. Complete it exactly once.</summary>
public readonly struct ReviewInProgress
{
    private readonly ReviewRecorder _recorder;
    private readonly ReviewProtocol _protocol;
    private readonly long _started;
    private readonly Activity? _span;

    internal ReviewInProgress(ReviewRecorder recorder, ReviewProtocol protocol, long started, Activity? span)
    {
        _recorder = recorder;
        _protocol = protocol;
        _started = started;
        _span = span;
    }

    /// <summary>Tells how the review ended.</summary>
    public void Complete(ReviewRecord record) => _recorder.Record(_protocol, _started, _span, record);

    /// <summary>Ends a review that got no answer, because the caller went away.</summary>
    public void Abandon() => _span?.Dispose();
}
