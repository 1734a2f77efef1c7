using Bouncer.GatekeeperAdapter.Cluster.Crds;
using Bouncer.GatekeeperAdapter.Cluster.Policies;
using Bouncer.GatekeeperAdapter.Cluster.Status;
using Bouncer.GatekeeperAdapter.Cluster.Sync;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Cluster;

/// <summary>The parts that fill the state from a cluster.</summary>
internal static class ClusterServices
{
    /// <summary>Adds them, and the <see cref="ApiClient"/> for whoever else talks to the API server.</summary>
    public static void Add(IServiceCollection services, ApiConnection connection)
    {
        services.AddSingleton(provider => new ApiClient(connection, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new StartConditions(provider.GetRequiredService<PolicyState>().Readiness));
        services.AddSingleton<Watches>();
        services.AddSingleton<CrdInstaller>();
        services.AddSingleton<ConstraintCrds>();
        services.AddSingleton<Replicas>();
        services.AddSingleton<StatusWriter>();
        services.AddSingleton<StatusSweep>();
        services.AddSingleton<ConstraintController>();
        services.AddSingleton<IAuditTotals>(provider => provider.GetRequiredService<ConstraintController>());
        services.AddSingleton<TemplateController>();
        services.AddSingleton<SyncedKinds>();
        services.AddSingleton<ConfigEvents>();
        services.AddSingleton<SyncSetEvents>();
        services.AddSingleton<NamespaceEvents>();
        services.AddSingleton<ClusterMeter>();
        services.AddHostedService<ClusterState>();
    }
}
