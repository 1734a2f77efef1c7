using Bouncer.Dashboard.Components;
using Bouncer.Dashboard.Options;
using Bouncer.ServiceDefaults;

namespace Bouncer.Dashboard.Hosting;

/// <summary>Puts the service together.</summary>
internal static class DashboardApp
{
    public static readonly ServiceIdentity Identity = ServiceIdentity.Of("bouncer-dashboard", typeof(DashboardApp).Assembly);

    /// <summary>How long requests in flight may take once the ports are closed.</summary>
    private static readonly TimeSpan s_inFlight = TimeSpan.FromSeconds(5);

    /// <summary>Builds the service.</summary>
    public static WebApplication Build(DashboardOptions options, Action<WebApplicationBuilder>? customise = null)
    {
        var builder = ServiceHost.CreateBuilder(Identity);
        builder.Services.AddSingleton(options);
        builder.AddTelemetry(Identity, [], options.Debug);
        builder.AddServer(options);
        builder.AddPages(options);
        Draining.Add(builder.Services, options.ShutdownDelay, s_inFlight);
        customise?.Invoke(builder);

        var app = builder.Build();
        app.UseManagement(Identity);
        app.UsePages();
        return app;
    }

    private static void AddServer(this WebApplicationBuilder builder, DashboardOptions options)
    {
        // Variables such as URLS would not be listened to, and yet warned of.
        builder.WebHost.UseUrls();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            Listener.ListenOnAll(server, options);
        });
    }
}
