using Bouncer.GatekeeperAdapter.Audit.Leases;
using Bouncer.GatekeeperAdapter.Audit.Runs;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego;

namespace Bouncer.GatekeeperAdapter.Audit;

/// <summary>The parts of the audit.</summary>
internal static class AuditServices
{
    /// <summary>The Lease that says which replica audits.</summary>
    public const string LeaseName = "gatekeeper-adapter-audit";

    /// <summary>Adds them. Where there is nothing to audit, all there is is somebody who says so.</summary>
    public static void Add(IServiceCollection services, AdapterOptions options)
    {
        var off = options.State != StateSource.Cluster
            ? $"There is no audit: templates and constraints come from a folder, and there is no cluster to look through. See {Settings.State.Label}."
            : !options.Operations.Contains(Operation.Audit) ? $"There is no audit in this replica: {Settings.Operations.Label} does not name it."
            : null;
        services.AddSingleton(options.Audit);
        services.AddSingleton(new AuditDesk(off));
        services.AddSingleton(provider => new AuditEndpoint(provider.GetRequiredService<AuditDesk>(), options.Audit, provider.GetService<LeaseElection>()));
        if (off is not null)
        {
            services.AddHostedService<NoAudit>();
            return;
        }

        services.AddSingleton(new LeaseOptions
        {
            Namespace = options.Namespace,
            Name = LeaseName,
            Holder = $"{options.PodName}_{Guid.NewGuid():N}",
        });
        services.AddSingleton<LeaseElection>();
        services.AddSingleton<AuditMeter>();
        services.AddSingleton(provider => new Auditor(
            provider.GetRequiredService<ApiClient>(),
            provider.GetRequiredService<PolicyState>(),
            options.Audit,
            new RegoLimits { Time = options.EvaluationTimeout },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Auditor>>()));
        services.AddHostedService<AuditService>();
    }
}
