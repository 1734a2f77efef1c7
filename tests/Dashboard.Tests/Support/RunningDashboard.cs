using System.Net;
using Bouncer.Dashboard.Hosting;
using Bouncer.Dashboard.Options;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bouncer.Dashboard.Tests.Support;

/// <summary>The whole dashboard in this process, on free ports of loopback.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningDashboard(WebApplication app)
    {
        _app = app;

        // In the order in which the ports are listened to.
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToArray();
        Management = Client(addresses[0]);
        Pages = Client(addresses[1]);
        Grpc = new HttpClient
        {
            BaseAddress = new Uri(addresses[2]),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        Http = Client(addresses[3]);
    }

    public HttpClient Management { get; }

    public HttpClient Pages { get; }

    /// <summary>Speaks HTTP/2 without TLS.</summary>
    public HttpClient Grpc { get; }

    public HttpClient Http { get; }

    public IDashboardQueries Queries => _app.Services.GetRequiredService<IDashboardQueries>();

    public static async Task<RunningDashboard> StartAsync(Func<DashboardOptions, DashboardOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new DashboardOptions { Memory = 32 << 20 };
        var app = DashboardApp.Build(configure?.Invoke(options) ?? options, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(time ?? TimeProvider.System);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningDashboard(app);
    }

    /// <summary>Sends a request of OTLP over HTTP.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string path, byte[] body, string type = "application/x-protobuf", string? encoding = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        if (key is not null)
        {
            request.Headers.Add(IngestGate.KeyHeader, key);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in (HttpClient[])[Management, Pages, Grpc, Http])
        {
            client.Dispose();
        }

        await _app.DisposeAsync();
    }

    private static HttpClient Client(string address) => new() { BaseAddress = new Uri(address) };
}
