using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bouncer.ServiceDefaults;

/// <summary>
/// A plain-HTTP port for probes and scrapers, as Kubernetes expects one: <c>/livez</c> (and <c>/healthz</c>, its older name),
/// <c>/readyz</c>, <c>/metrics</c>, <c>/version</c>. What arrives there never reaches the endpoints of the service, nor the other way round.
/// </summary>
public static class ManagementPort
{
    /// <summary>The tag of health checks that <c>/readyz</c> asks.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Listens on a port of one address, or of all of them if none is given.</summary>
    public static void ListenOn(this KestrelServerOptions server, IPAddress? address, int port, Action<ListenOptions> configure)
    {
        if (address is null)
        {
            server.ListenAnyIP(port, configure);
        }
        else
        {
            server.Listen(address, port, configure);
        }
    }

    /// <summary>Listens on the management port.</summary>
    public static void ListenForManagement(this KestrelServerOptions server, IPAddress? address, int port)
        => server.ListenOn(address, port, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            // The connection itself is marked: a port number or Host header could belong to the other endpoint.
            endpoint.Use(next => connection =>
            {
                connection.Features.Set(Mark.Instance);
                return next(connection);
            });
        });

    /// <summary>Answers requests of the management port, and none else.</summary>
    /// <param name="app">The service.</param>
    /// <param name="identity">What it is called.</param>
    /// <param name="more">Adds what the service has to offer there besides.</param>
    public static IApplicationBuilder UseManagement(this IApplicationBuilder app, ServiceIdentity identity, Action<IEndpointRouteBuilder>? more = null)
        => app.MapWhen(
            // The first question is for speed: a feature that is not there is looked for in many places.
            context => !context.Request.IsHttps && context.Features.Get<Mark>() is not null,
            management => management.Use(AsPlainText).UseRouting().UseEndpoints(endpoints =>
            {
                endpoints.MapManagement(identity);
                more?.Invoke(endpoints);
            }));

    private static void MapManagement(this IEndpointRouteBuilder endpoints, ServiceIdentity identity)
    {
        foreach (var alive in (string[])["/livez", "/healthz"])
        {
            endpoints.MapHealthChecks(alive, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        }

        endpoints.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = c => c.Tags.Contains(ReadyTag), ResponseWriter = WriteAsync });
        endpoints.MapPrometheusScrapingEndpoint("/metrics");
        var version = Version(identity);
        endpoints.MapGet("/version", (RequestDelegate)(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(version);
        }));
    }

    /// <summary>Has metrics scraped in Prometheus's own text format, whatever the scraper prefers. In OpenMetrics the counter
    /// <c>x_total</c> and a metric <c>x</c> are one name for two things, and the exporter leaves out both.</summary>
    private static RequestDelegate AsPlainText(RequestDelegate next) => context =>
    {
        context.Request.Headers.Accept = "text/plain";
        return next(context);
    };

    /// <summary>One line a check, in the form of the API server's own <c>/readyz?verbose</c>.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"[{(entry.Value.Status == HealthStatus.Unhealthy ? '-' : '+')}]{entry.Key} {entry.Value.Description}\n");
        var summary = report.Status == HealthStatus.Unhealthy ? "not ready" : "ok";
        return context.Response.WriteAsync(string.Concat(lines) + summary + "\n");
    }

    private static string Version(ServiceIdentity identity)
        => $$"""
            {"name":"{{JsonEncodedText.Encode(identity.Name)}}","version":"{{JsonEncodedText.Encode(identity.Version)}}","runtime":"{{JsonEncodedText.Encode(Environment.Version.ToString())}}"}

            """;

    private sealed class Mark
    {
        public static Mark Instance { get; } = new();
    }
}
