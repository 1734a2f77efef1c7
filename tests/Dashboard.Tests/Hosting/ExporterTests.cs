using Bouncer.Admission.Recording;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bouncer.Dashboard.Tests.Hosting;

/// <summary>The recorder of our services and OpenTelemetry's own exporters, against the whole dashboard.</summary>
public class ExporterTests
{
    private const string Key = "0123456789abcdef";

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task ReviewsOfAService_AreDecisionsHere(OtlpExportProtocol protocol)
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { ApiKey = Key });
        var endpoint = (protocol == OtlpExportProtocol.Grpc ? dashboard.Grpc : dashboard.Http).BaseAddress!;
        await using (var services = Services(endpoint, protocol))
        {
            // Providers begin to listen when they are asked for.
            services.GetRequiredService<TracerProvider>();
            services.GetRequiredService<MeterProvider>();
            var recorder = services.GetRequiredService<ReviewRecorder>();
            Record(recorder, ReviewOutcome.Denied, "r-1", "quay.io/app is not allowed");
            Record(recorder, ReviewOutcome.Allowed, "r-2", "");
        }

        await Eventually.HoldsAsync(
            () => Task.FromResult(dashboard.Queries.Figures() is { Held: { Spans: 2, Logs: 1, Metrics: > 0 } }), "all signals", TestContext.Current.CancellationToken);
        var denied = dashboard.Queries.Decision("r-1")!;
        Assert.Equal(DecisionOutcome.Denied, denied.Outcome);
        Assert.Equal(("test-service", "replica-1", "team", "Deployment", "web", "CREATE"),
            (denied.Service, denied.Instance, denied.Namespace, denied.Kind, denied.Name, denied.Operation));
        Assert.Equal(("quay.io/app is not allowed", "v1"), (denied.Reason, denied.PolicyVersion));
        Assert.Equal(["quay.io/app", "busybox"], denied.Images);
        Assert.Equal(["quay.io", "docker.io"], denied.Registries);
        Assert.Equal(["docker-hub"], denied.Rules);
        Assert.NotNull(denied.Duration);
        Assert.Equal(DecisionOutcome.Allowed, dashboard.Queries.Decision("r-2")!.Outcome);

        var trace = dashboard.Queries.Trace(denied.TraceId)!;
        Assert.Equal("AdmissionReview", trace.Spans[0].Span.Name);
        Assert.Equal("Review", Assert.Single(trace.Logs).EventName);
        var window = TimeWindow.Before(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Assert.Equal(2, dashboard.Queries.Latency(window, 1).Whole.Reviews);
        Assert.Equal("test-service", Assert.Single(dashboard.Queries.Resources()).Resource.ServiceName);
    }

    private static void Record(ReviewRecorder recorder, ReviewOutcome outcome, string id, string reason)
        => recorder.Begin(new DefaultHttpContext().Request, ReviewProtocol.AdmissionReview).Complete(new ReviewRecord
        {
            Outcome = outcome,
            DecisionId = id,
            PolicyVersion = "v1",
            Namespace = "team",
            Kind = "Deployment",
            Name = "web",
            Operation = "CREATE",
            Images = ["quay.io/app", "busybox"],
            Rules = ["docker-hub"],
            Reason = reason,
        });

    private static ServiceProvider Services(Uri endpoint, OtlpExportProtocol protocol)
    {
        void Export(OtlpExporterOptions exporter, string path)
        {
            exporter.Endpoint = protocol == OtlpExportProtocol.Grpc ? endpoint : new Uri(endpoint, path);
            exporter.Protocol = protocol;
            exporter.Headers = $"x-otlp-api-key={Key}";
        }

        var services = new ServiceCollection();
        services.AddMetrics().AddSingleton(new RecordingOptions()).AddSingleton<ReviewRecorder>();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("test-service", serviceInstanceId: "replica-1"))
            .WithTracing(traces => traces.AddSource(TelemetryNames.Source).AddOtlpExporter(o => Export(o, "/v1/traces")))
            .WithMetrics(metrics => metrics.AddMeter(TelemetryNames.Source).AddOtlpExporter(o => Export(o, "/v1/metrics")))
            .WithLogging(logs => logs.AddOtlpExporter(o => Export(o, "/v1/logs")));
        return services.BuildServiceProvider();
    }
}
