using Bouncer.Dashboard.Options;
using Bouncer.ServiceDefaults;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bouncer.Dashboard.Hosting;

/// <summary>Marks a connection with the port that it came in by: a port number or Host header could belong to another.</summary>
internal sealed class Listener
{
    /// <summary>The pages.</summary>
    public static Listener Pages { get; } = new();

    /// <summary>OTLP, over gRPC or HTTP.</summary>
    public static Listener Otlp { get; } = new();

    private Listener()
    {
    }

    /// <summary>Whether a request came in here.</summary>
    public bool Has(HttpContext context) => context.Features.Get<Listener>() == this;

    /// <summary>Listens on all four ports.</summary>
    public static void ListenOnAll(KestrelServerOptions server, DashboardOptions options)
    {
        server.ListenForManagement(options.Bind, options.ManagementPort);
        Pages.ListenOn(server, options, options.Port, HttpProtocols.Http1);

        // Without TLS a port cannot speak both: nothing tells which it is to be.
        Otlp.ListenOn(server, options, options.GrpcPort, HttpProtocols.Http2);
        Otlp.ListenOn(server, options, options.HttpPort, HttpProtocols.Http1);
    }

    private void ListenOn(KestrelServerOptions server, DashboardOptions options, int port, HttpProtocols protocols)
        => server.ListenOn(options.Bind, port, endpoint =>
        {
            endpoint.Protocols = protocols;
            endpoint.Use(next => connection =>
            {
                connection.Features.Set(this);
                return next(connection);
            });
        });
}
