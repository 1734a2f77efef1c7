using System.Net;
using Bouncer.Admission.Recording;
using Bouncer.TestSupport;
using Bouncer.Webhook.Hosting;
using Bouncer.Webhook.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace Bouncer.Benchmarks.Recording;

/// <summary>The whole Webhook in this process with its telemetry as it ships, to be told of reviews.</summary>
internal sealed class RecordedService : IAsyncDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly WebApplication _app;
    private readonly TestAuthority _authority;
    private readonly TemporaryFolder _folder;
    private readonly HttpClient _scraper = new();

    private RecordedService(WebApplication app, TestAuthority authority, TemporaryFolder folder)
    {
        _app = app;
        _authority = authority;
        _folder = folder;
        Recorder = app.Services.GetRequiredService<ReviewRecorder>();
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        _scraper.BaseAddress = new(addresses.Single(a => a.StartsWith("http:", StringComparison.Ordinal)));
    }

    /// <summary>What is told of reviews.</summary>
    public ReviewRecorder Recorder { get; }

    /// <summary>Starts it.</summary>
    /// <param name="otlp">Where everything is pushed; null for nowhere.</param>
    public static async Task<RecordedService> StartAsync(Uri? otlp)
    {
        Environment.SetEnvironmentVariable(Endpoint, otlp?.ToString());
        var (authority, folder) = (new TestAuthority(), new TemporaryFolder());
        using var certificate = authority.IssueServer();
        var options = new WebhookOptions
        {
            CertificatePath = folder.Write("tls.crt", certificate.ExportCertificatePem()),
            KeyPath = folder.Write("tls.key", certificate.KeyPem()),
            Registries = ["docker.io"],
            Bind = IPAddress.Loopback,
            Port = 0,
            ManagementPort = 0,
        };
        var app = WebhookApp.Build(options, StartupFiles.Read(options, TimeProvider.System, [])!);
        await app.StartAsync();
        return new(app, authority, folder);
    }

    /// <summary>Asks for the metrics, as Prometheus does.</summary>
    public async Task ScrapeAsync() => await _scraper.GetByteArrayAsync("/metrics");

    /// <summary>Sends the spans and log records that wait.</summary>
    public void Flush()
    {
        if (!(_app.Services.GetService<TracerProvider>()?.ForceFlush() ?? true) || !(_app.Services.GetService<LoggerProvider>()?.ForceFlush() ?? true))
        {
            throw new InvalidOperationException("The telemetry could not be sent.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _scraper.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
        _authority.Dispose();
    }
}
