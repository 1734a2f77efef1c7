using System.Diagnostics.Metrics;
using Bouncer.Admission.Files;
using Bouncer.Admission.Http;
using Bouncer.Admission.Recording;
using Bouncer.Admission.Tls;
using Bouncer.GatekeeperAdapter.Admission;
using Bouncer.GatekeeperAdapter.Audit;
using Bouncer.GatekeeperAdapter.Cluster;
using Bouncer.GatekeeperAdapter.Folder;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Telemetry;
using Bouncer.GatekeeperAdapter.Telemetry.Listings;
using Bouncer.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bouncer.GatekeeperAdapter.Hosting;

/// <summary>Puts the service together.</summary>
internal static class AdapterApp
{
    public static readonly ServiceIdentity Identity = ServiceIdentity.Of("gatekeeper-adapter", typeof(AdapterApp).Assembly);

    /// <summary>How long requests in flight may take once the ports are closed; below the 30 s of a Pod's grace period
    /// together with the usual delay.</summary>
    private static readonly TimeSpan s_inFlight = TimeSpan.FromSeconds(20);

    /// <summary>Builds the service.</summary>
    public static WebApplication Build(AdapterOptions options, StartupFiles files, Action<WebApplicationBuilder>? customise = null)
    {
        var builder = ServiceHost.CreateBuilder(Identity);
        builder.Services.AddSingleton(options);
        builder.AddTelemetry(Identity, [TelemetryNames.Source, GatekeeperNames.Meter], options.Debug);
        builder.AddServer(
            options.Bind,
            options.Port,
            options.ManagementPort,
            (services, endpoint) => services.GetRequiredService<AdmissionTls>().Configure(endpoint));
        builder.AddTls(options, files);
        builder.AddState(options, files);
        builder.AddReviews(options);
        AuditServices.Add(builder.Services, options);
        ListingService.Add(builder);
        Draining.Add(builder.Services, options.ShutdownDelay, s_inFlight);
        customise?.Invoke(builder);

        var app = builder.Build();
        app.Services.GetRequiredService<StateMeter>();
        app.UseManagement(Identity, app.Services.GetRequiredService<AuditEndpoint>().Map);
        Draining.Use(app);
        app.UseReviews(("/v1/admit", Endpoint<ConstraintReviewer>(app)), ("/v1/admitlabel", Endpoint<LabelReviewer>(app)));
        return app;
    }

    private static void AddTls(this WebApplicationBuilder builder, AdapterOptions options, StartupFiles files)
    {
        ReloadHealth.Add(builder.Services, files.All, ManagementPort.ReadyTag);
        builder.Services.AddSingleton(provider => new AdmissionTls(
            files.Certificate,
            files.ClientAuthorities,
            options.ClientNames,
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<ILogger<AdmissionTls>>(),
            options.AllowsTls12));
    }

    private static void AddReviews(this WebApplicationBuilder builder, AdapterOptions options)
    {
        var services = builder.Services;
        services.AddSingleton(options.Recording);
        services.AddSingleton<ReviewRecorder>();
        services.AddSingleton<ReviewTelemetry>();
        services.AddSingleton(provider => new ServingSlots(
            options.MaxServingThreads, provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OwnKinds>();
        services.AddSingleton<ConstraintReviewer>();
        services.AddSingleton<LabelReviewer>();
    }

    private static RequestDelegate Endpoint<TReviewer>(WebApplication app)
        where TReviewer : IReviewer
        => ActivatorUtilities.CreateInstance<AdmitEndpoint>(app.Services, app.Services.GetRequiredService<TReviewer>()).HandleAsync;

    private static void AddState(this WebApplicationBuilder builder, AdapterOptions options, StartupFiles files)
    {
        var services = builder.Services;
        services.AddSingleton<IngestionMeter>();
        services.AddSingleton<PolicyState>();
        services.AddSingleton<StateMeter>();
        if (files.Cluster is { } cluster)
        {
            ClusterServices.Add(services, cluster);
        }
        else
        {
            FolderState.Add(services, options);
        }

        services.AddHealthChecks().Add(new HealthCheckRegistration(
            "policies", provider => new StateHealth(provider.GetRequiredService<PolicyState>()), null, [ManagementPort.ReadyTag]));
    }
}
