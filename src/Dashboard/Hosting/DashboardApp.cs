using Bouncer.Dashboard.Components;
using Bouncer.Dashboard.Forwarding;
using Bouncer.Dashboard.Options;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Store;
using Bouncer.ServiceDefaults;

namespace Bouncer.Dashboard.Hosting;

/// <summary>Puts the service together.</summary>
internal static class DashboardApp
{
    public static readonly ServiceIdentity Identity = ServiceIdentity.Of("bouncer-dashboard", typeof(DashboardApp).Assembly);

    /// <summary>How long requests in flight may take once the ports are closed.</summary>
    private static readonly TimeSpan s_inFlight = TimeSpan.FromSeconds(5);

    /// <summary>The most connections, on all ports together. Each costs memory before anything is known of who made it.</summary>
    private const long MaxConnections = 1024;

    /// <summary>Builds the service.</summary>
    public static WebApplication Build(DashboardOptions options, Action<WebApplicationBuilder>? customise = null)
    {
        var builder = ServiceHost.CreateBuilder(Identity);
        builder.Services.AddSingleton(options);
        builder.AddTelemetry(Identity, [DashboardMeter.Name], options.Debug);
        // Of each request that is refused there is a line of ours already.
        builder.Logging.AddFilter("Grpc", LogLevel.Warning);
        builder.AddServer(options);
        builder.AddStore(options);
        OtlpServices.Add(builder.Services, options);
        Forwarder.Add(builder.Services, options);
        builder.AddPages(options);
        Draining.Add(builder.Services, options.ShutdownDelay, s_inFlight);
        customise?.Invoke(builder);

        var app = builder.Build();
        app.Services.GetRequiredService<DashboardMeter>();
        app.UseManagement(Identity);
        Draining.Use(app);
        app.UseOtlp();
        app.UsePages();
        return app;
    }

    private static void AddStore(this WebApplicationBuilder builder, DashboardOptions options)
    {
        builder.Services.AddSingleton(_ => new TelemetryStore(options.Memory));
        builder.Services.AddSingleton<IDashboardQueries, DashboardQueries>();
        builder.Services.AddSingleton<DashboardMeter>();
    }

    private static void AddServer(this WebApplicationBuilder builder, DashboardOptions options)
    {
        // Variables such as URLS would not be listened to, and yet warned of.
        builder.WebHost.UseUrls();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            // Bodies are measured while they are read, unpacked, with an answer that says so.
            server.Limits.MaxRequestBodySize = 2L * options.MaxRequest;
            server.Limits.MaxConcurrentConnections = MaxConnections;
            Listener.ListenOnAll(server, options);
        });
    }
}
