using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bouncer.Dashboard.Pages.Tests.Support;

/// <summary>A service that decides, as far as its telemetry goes: OpenTelemetry's own exporters, and the names of docs/telemetry.md.</summary>
internal sealed partial class Reviews : IDisposable
{
    private const string SourceName = "Bouncer.Admission";

    private readonly ActivitySource _source = new(SourceName);
    private readonly Meter _meter = new(SourceName);
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _decisions;
    private readonly Histogram<double> _durations;

    /// <param name="otlp">Where the telemetry goes.</param>
    /// <param name="service">What the service is called.</param>
    public Reviews(Uri otlp, string service = "image-bouncer-webhook")
    {
        var resource = ResourceBuilder.CreateEmpty().AddService(service, serviceVersion: "0.1.0", serviceInstanceId: "one");
        void To(OtlpExporterOptions exporter, string path)
        {
            exporter.Endpoint = new Uri(otlp, path);
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        }

        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(SourceName)
            .AddOtlpExporter(exporter =>
            {
                To(exporter, "/v1/traces");
                exporter.BatchExportProcessorOptions = new() { MaxQueueSize = 1 << 17, MaxExportBatchSize = 4096 };
            })
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(SourceName).SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddView("bouncer.review.duration", new ExplicitBucketHistogramConfiguration { Boundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1] })
            .AddOtlpExporter((exporter, _) => To(exporter, "/v1/metrics"))
            .Build();
        _logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddOpenTelemetry(telemetry =>
        {
            telemetry.SetResourceBuilder(resource);
            telemetry.AddOtlpExporter(exporter => To(exporter, "/v1/logs"));
        }));
        _decisions = _logs.CreateLogger("Bouncer.Decisions");
        _durations = _meter.CreateHistogram<double>("bouncer.review.duration", "s");
        _meter.CreateObservableGauge("bouncer.file.generation", () => new Measurement<long>(3, new KeyValuePair<string, object?>("bouncer.file", "policy")));
        _meter.CreateObservableGauge("bouncer.file.loaded", () => new Measurement<double>(
            TimeProvider.System.GetUtcNow().AddMinutes(-12).ToUnixTimeSeconds(), new KeyValuePair<string, object?>("bouncer.file", "policy")), "s");
        _meter.CreateObservableGauge("bouncer.tls.certificate.expiry", () => new Measurement<double>(
            TimeProvider.System.GetUtcNow().AddDays(5).ToUnixTimeSeconds(), new KeyValuePair<string, object?>("bouncer.file", "certificate")), "s");
    }

    /// <summary>Decides a review.</summary>
    /// <returns>The identifiers of the decision and of its trace.</returns>
    public (string Decision, string Trace) Decide(Review review)
    {
        var start = TimeProvider.System.GetUtcNow() - review.Age - review.Took;
        var id = Guid.NewGuid().ToString("N");
        using var activity = _source.StartActivity(ActivityKind.Server, startTime: start, name: "ImageReview")!;
        activity.SetTag("bouncer.protocol", "image_review");
        activity.SetTag("bouncer.outcome", review.Outcome);
        activity.SetTag("bouncer.decision.id", id);
        activity.SetTag("bouncer.policy.version", "5f2c81d9");
        activity.SetTag("bouncer.rules", review.Rule);
        activity.SetTag("bouncer.image.names", review.Image);
        activity.SetTag("k8s.namespace.name", review.Namespace);
        if (review.Reason.Length > 0)
        {
            activity.SetTag("bouncer.reason", review.Reason);
            Log(_decisions, LogLevel.Information, "image_review", review.Outcome, review.Namespace, id, review.Reason, review.Image, review.Rule, "5f2c81d9", review.Took.TotalMilliseconds);
        }

        if (review.Outcome == "failed")
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.SetEndTime((start + review.Took).UtcDateTime);
        _durations.Record(
            review.Took.TotalSeconds, new KeyValuePair<string, object?>("bouncer.protocol", "image_review"), new KeyValuePair<string, object?>("bouncer.outcome", review.Outcome));
        return (id, activity.TraceId.ToHexString());
    }

    /// <summary>Sends what has been decided so far.</summary>
    public void Send()
    {
        Assert.True(_traces.ForceFlush(), "The traces could not be sent.");
        Assert.True(_metrics.ForceFlush(), "The metrics could not be sent.");
    }

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
        _logs.Dispose(); // Sends the logs.
        _source.Dispose();
        _meter.Dispose();
    }

    [LoggerMessage(EventId = 100, EventName = "Review",
        Message = "{Protocol} {Outcome} in {ObjectNamespace}, decision {DecisionId}: {Reason} [images {Images}; rules {Rules}; policy {PolicyVersion}; {ElapsedMilliseconds} ms]")]
    private static partial void Log(
        ILogger log, LogLevel level, string protocol, string outcome, string objectNamespace, string decisionId, string reason, string images, string rules, string policyVersion, double elapsedMilliseconds);
}

/// <summary>A review to be decided, and how that ends.</summary>
internal sealed record Review
{
    public string Outcome { get; init; } = "denied";

    public string Image { get; init; } = "registry.example.com/busybox";

    public string Namespace { get; init; } = "default";

    public string Rule { get; init; } = "registry-whitelist";

    public string Reason { get; init; } = "";

    /// <summary>How long ago it was decided.</summary>
    public TimeSpan Age { get; init; }

    public TimeSpan Took { get; init; } = TimeSpan.FromMilliseconds(1.4);
}
