using System.Diagnostics.Metrics;
using Bouncer.Admission.Files;
using Bouncer.Admission.Recording;
using Bouncer.Admission.Tls;
using Bouncer.ServiceDefaults;
using Bouncer.Webhook.AdmissionReviews;
using Bouncer.Webhook.ImageReviews;
using Bouncer.Webhook.Options;
using Bouncer.Webhook.Policies;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bouncer.Webhook.Hosting;

/// <summary>Puts the service together.</summary>
internal static class WebhookApp
{
    public static readonly ServiceIdentity Identity = ServiceIdentity.Of("image-bouncer-webhook", typeof(WebhookApp).Assembly);

    /// <summary>How long requests in flight may take once the ports are closed; below the 30 s of a Pod's grace period
    /// together with the usual delay.</summary>
    private static readonly TimeSpan s_inFlight = TimeSpan.FromSeconds(20);

    /// <summary>Builds the service. It starts from nothing: ports, certificates and addresses come from our options alone,
    /// never from <c>ASPNETCORE_URLS</c> or a Kestrel section that something set for another program.</summary>
    public static WebApplication Build(WebhookOptions options, StartupFiles files, Action<WebApplicationBuilder>? customise = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = Identity.Name });
        builder.Configuration.AddEnvironmentVariables();
        builder.AddTelemetry(Identity, TelemetryNames.Source, options.Debug);
        builder.AddServer(options);
        builder.AddReviews(options, files);
        customise?.Invoke(builder);

        var app = builder.Build();
        app.UseManagement(Identity);
        app.UseReviews();
        return app;
    }

    private static void AddServer(this WebApplicationBuilder builder, WebhookOptions options)
    {
        // Variables such as URLS would not be listened to, and yet warned of.
        builder.WebHost.UseUrls();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel((_, server) =>
        {
            server.AddServerHeader = false;
            // RequestBody draws both lines, with an answer that says so.
            server.Limits.MaxRequestBodySize = null;
            server.Limits.MinRequestBodyDataRate = null;
            server.ListenForManagement(options.Bind, options.ManagementPort);
            server.ListenOn(options.Bind, options.Port, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                server.ApplicationServices.GetRequiredService<AdmissionTls>().Configure(endpoint);
            });
        });
    }

    private static void AddReviews(this WebApplicationBuilder builder, WebhookOptions options, StartupFiles files)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(files.Policy);
        services.AddSingleton<ReviewRecorder>();
        services.AddSingleton<ImageReviewEndpoint>();
        services.AddSingleton<AdmissionReviewEndpoint>();
        services.AddSingleton(provider => new AdmissionTls(
            files.Certificate,
            files.ClientAuthorities,
            options.ClientNames,
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<ILogger<AdmissionTls>>()));
        foreach (var file in files.All)
        {
            services.AddSingleton(file);
            services.AddHealthChecks().Add(new HealthCheckRegistration(file.Name, new ReloadHealth(file), null, [ManagementPort.ReadyTag]));
        }

        services.AddHostedService<PolicyNotes>();
        services.AddHostedService<ReloadService>();
        Draining.Add(services, options.ShutdownDelay, s_inFlight);
    }
}
