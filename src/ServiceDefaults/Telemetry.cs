using Bouncer.ServiceDefaults.JsonLines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bouncer.ServiceDefaults;

/// <summary>
/// OpenTelemetry for a service. Metrics can always be scraped; everything is pushed by OTLP as well where
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. Without that no span is ever made.
/// </summary>
public static class Telemetry
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds logs, metrics and traces.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="identity">What the service is called.</param>
    /// <param name="sources">The names of its activity sources and meters.</param>
    /// <param name="debug">Whether debug logs are written.</param>
    public static IHostApplicationBuilder AddTelemetry(
        this IHostApplicationBuilder builder, ServiceIdentity identity, IReadOnlyList<string> sources, bool debug)
    {
        var exports = !string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]);
        builder.AddLogs(debug);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(identity.Name, serviceVersion: identity.Version))
            .WithMetrics(metrics => metrics
                .AddMeter([.. sources, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"])
                .SetExemplarFilter(ExemplarFilterType.TraceBased)
                .AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false));
        if (exports)
        {
            telemetry.WithTracing(traces => traces.AddSource([.. sources])).WithLogging().UseOtlpExporter();
        }

        return builder;
    }

    /// <summary>Keeps a category off the console, for records that are for receivers of OTLP alone.</summary>
    public static void KeepOffConsole(this ILoggingBuilder logging, string category)
        => logging.AddFilter<JsonLineProvider>(category, LogLevel.None).AddFilter<ConsoleLoggerProvider>(category, LogLevel.None);

    private static void AddLogs(this IHostApplicationBuilder builder, bool debug)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        // JSON for machines; Logging__Console__FormatterName=simple for people.
        if ((builder.Configuration["Logging:Console:FormatterName"] ?? ConsoleFormatterNames.Json) == ConsoleFormatterNames.Json)
        {
            builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, JsonLineProvider>());
        }
        else
        {
            builder.Logging.AddConsole();
        }

        builder.Logging.SetMinimumLevel(debug ? LogLevel.Debug : LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);

        // Whatever is degraded has been logged by its owner, and is asked about every few seconds.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Error);

        // While this category is on at any level, ASP.NET Core makes an Activity for every request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
