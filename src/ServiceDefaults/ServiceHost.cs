using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bouncer.ServiceDefaults;

/// <summary>What every service is built from.</summary>
public static class ServiceHost
{
    /// <summary>A builder that starts from nothing: ports, certificates and addresses come from our options alone, never from
    /// <c>ASPNETCORE_URLS</c> or a Kestrel section that something set for another program.</summary>
    public static WebApplicationBuilder CreateBuilder(ServiceIdentity identity)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = identity.Name });
        builder.Configuration.AddEnvironmentVariables();
        builder.Services.TryAddSingleton(TimeProvider.System);
        return builder;
    }

    /// <summary>Listens on two ports: the service's own, and the management port.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="bind">The address to listen on; null for all.</param>
    /// <param name="port">The service's port; 0 for any free one.</param>
    /// <param name="managementPort">The management port; 0 for any free one.</param>
    /// <param name="secure">Makes the service's port speak TLS.</param>
    public static void AddServer(
        this WebApplicationBuilder builder, IPAddress? bind, int port, int managementPort, Action<IServiceProvider, ListenOptions> secure)
    {
        // Variables such as URLS would not be listened to, and yet warned of.
        builder.WebHost.UseUrls();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel((_, server) =>
        {
            server.AddServerHeader = false;
            // Whoever reads a body draws both lines, with an answer that says so.
            server.Limits.MaxRequestBodySize = null;
            server.Limits.MinRequestBodyDataRate = null;
            server.ListenForManagement(bind, managementPort);
            server.ListenOn(bind, port, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                secure(server.ApplicationServices, endpoint);
            });
        });
        // Added after Kestrel's own, which it takes the place of.
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, BlockPoolFactory>();
    }

    /// <summary>Runs a service until it is told to stop.</summary>
    /// <param name="app">The service.</param>
    /// <param name="identity">What it is called.</param>
    /// <param name="addressOptions">The options that say where it listens, for whom it cannot.</param>
    /// <returns>The exit code: 0, or 1 if it cannot listen.</returns>
    public static async Task<int> RunAsync(WebApplication app, ServiceIdentity identity, string addressOptions)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await Console.Error.WriteLineAsync($"{identity.Name} cannot listen: {e.Message} See {addressOptions}.");
            return 1;
        }

        await app.WaitForShutdownAsync();
        return 0;
    }
}
