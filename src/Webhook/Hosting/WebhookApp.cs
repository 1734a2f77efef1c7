using System.Diagnostics.Metrics;
using Bouncer.Admission.Files;
using Bouncer.Admission.Http;
using Bouncer.Admission.Recording;
using Bouncer.Admission.Tls;
using Bouncer.ServiceDefaults;
using Bouncer.Webhook.AdmissionReviews;
using Bouncer.Webhook.ImageReviews;
using Bouncer.Webhook.Options;
using Bouncer.Webhook.Policies;

namespace Bouncer.Webhook.Hosting;

/// <summary>Puts the service together.</summary>
internal static class WebhookApp
{
    public static readonly ServiceIdentity Identity = ServiceIdentity.Of("image-bouncer-webhook", typeof(WebhookApp).Assembly);

    /// <summary>How long requests in flight may take once the ports are closed; below the 30 s of a Pod's grace period
    /// together with the usual delay.</summary>
    private static readonly TimeSpan s_inFlight = TimeSpan.FromSeconds(20);

    /// <summary>Builds the service.</summary>
    public static WebApplication Build(WebhookOptions options, StartupFiles files, Action<WebApplicationBuilder>? customise = null)
    {
        var builder = ServiceHost.CreateBuilder(Identity);
        builder.AddTelemetry(Identity, [TelemetryNames.Source], options.Debug);
        builder.AddServer(
            options.Bind,
            options.Port,
            options.ManagementPort,
            (services, endpoint) => services.GetRequiredService<AdmissionTls>().Configure(endpoint));
        builder.AddReviews(options, files);
        customise?.Invoke(builder);

        var app = builder.Build();
        app.UseManagement(Identity);
        Draining.Use(app);
        app.UseReviews(
            ("/image_policy", app.Services.GetRequiredService<ImageReviewEndpoint>().HandleAsync),
            ("/", app.Services.GetRequiredService<AdmissionReviewEndpoint>().HandleAsync));
        return app;
    }

    private static void AddReviews(this WebApplicationBuilder builder, WebhookOptions options, StartupFiles files)
    {
        var services = builder.Services;
        services.AddSingleton(files.Policy);
        services.AddSingleton(options.Recording);
        services.AddSingleton<ReviewRecorder>();
        services.AddSingleton<ImageReviewEndpoint>();
        services.AddSingleton<AdmissionReviewEndpoint>();
        services.AddSingleton(provider => new AdmissionTls(
            files.Certificate,
            files.ClientAuthorities,
            options.ClientNames,
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<ILogger<AdmissionTls>>()));
        services.AddHostedService<PolicyNotes>();
        ReloadHealth.Add(services, files.All, ManagementPort.ReadyTag);
        Draining.Add(services, options.ShutdownDelay, s_inFlight);
    }
}
