using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bouncer.E2E.Telemetry;

/// <summary>Takes OTLP over HTTP, and keeps it.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = [];

    private OtlpCollector(WebApplication app)
    {
        _app = app;
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>The spans so far.</summary>
    public IEnumerable<OtlpSpan> Spans => Bodies("/v1/traces").SelectMany(OtlpReader.Spans);

    /// <summary>The log records so far.</summary>
    public IEnumerable<OtlpLogRecord> LogRecords => Bodies("/v1/logs").SelectMany(OtlpReader.LogRecords);

    /// <summary>The exemplars of histograms so far.</summary>
    public IEnumerable<OtlpExemplar> Exemplars => Bodies("/v1/metrics").SelectMany(OtlpReader.Exemplars);

    public static async Task<OtlpCollector> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            collector._received.Enqueue((context.Request.Path, body.ToArray()));
        });
        await app.StartAsync(cancellationToken);
        return collector;
    }

    /// <summary>Has every service that is started from now on push its telemetry to an address, soon after it arises. Services
    /// inherit this process's environment; those of the AppHost send to its dashboard, which passes everything on to the address.</summary>
    public static void PointTo(Uri address)
    {
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
        })
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<byte[]> Bodies(string path) => _received.Where(r => r.Path == path).Select(r => r.Body);
}
