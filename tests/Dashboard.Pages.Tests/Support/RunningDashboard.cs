using System.Net;
using Bouncer.Dashboard.Hosting;
using Bouncer.Dashboard.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bouncer.Dashboard.Pages.Tests.Support;

/// <summary>The whole dashboard in this process, on free ports of loopback.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    /// <summary>The token of its pages.</summary>
    public const string Token = "token-of-these-tests";

    private readonly WebApplication _app;

    private RunningDashboard(WebApplication app)
    {
        _app = app;
        // In the order in which the dashboard listens: management, pages, OTLP over gRPC, OTLP over HTTP.
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToArray();
        (Pages, Otlp) = (new(addresses[1]), new(addresses[3]));
    }

    /// <summary>Where the pages are.</summary>
    public Uri Pages { get; }

    /// <summary>Where telemetry goes, over HTTP.</summary>
    public Uri Otlp { get; }

    public static async Task<RunningDashboard> StartAsync(Func<DashboardOptions, DashboardOptions>? change = null)
    {
        var options = new DashboardOptions { Token = Token };
        var app = DashboardApp.Build(change?.Invoke(options) ?? options, builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        return new(app);
    }

    /// <summary>A client that keeps cookies and follows nothing.</summary>
    public HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Pages };

    /// <summary>The same, that has shown the token.</summary>
    public async Task<HttpClient> SignInAsync()
    {
        var client = CreateClient();
        using var response = await client.GetAsync($"/login?t={Token}");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return client;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
