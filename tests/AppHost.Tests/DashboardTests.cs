using Bouncer.AppHost.Dashboard;
using Microsoft.Extensions.Configuration;

namespace Bouncer.AppHost.Tests;

/// <summary>Who gets the services' telemetry besides the dashboard.</summary>
public class DashboardTests
{
    [Fact]
    public void OnAspire_TelemetryGoesOnToAspiresDashboard()
        => Assert.Equal(
            ("http://localhost:19181", "x-otlp-api-key=secret"),
            DashboardService.ForwardTo(Read(("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "http://localhost:19181"), ("AppHost:OtlpApiKey", "secret")), isAspire: true));

    [Fact]
    public void OnAspireWithoutADashboard_TelemetryGoesNowhereElse()
        => Assert.Null(DashboardService.ForwardTo(Read(), isAspire: true));

    [Fact]
    public void OnTheEmbeddedHost_TelemetryGoesOnToWhereItWouldHaveGone()
        => Assert.Equal(
            ("http://collector:4318", "a=b"),
            DashboardService.ForwardTo(
                Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_EXPORTER_OTLP_HEADERS", "a=b")),
                isAspire: false));

    [Fact]
    public void OnTheEmbeddedHost_NeitherAspiresSettingsNorGrpcAreFollowed()
    {
        Assert.Null(DashboardService.ForwardTo(Read(("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "http://localhost:19181")), isAspire: false));
        Assert.Null(DashboardService.ForwardTo(Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317")), isAspire: false));
    }

    private static IConfiguration Read(params (string Key, string Value)[] settings)
        => new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
}
