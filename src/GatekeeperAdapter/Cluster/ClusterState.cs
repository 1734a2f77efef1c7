using Bouncer.GatekeeperAdapter.Cluster.Crds;
using Bouncer.GatekeeperAdapter.Cluster.Policies;
using Bouncer.GatekeeperAdapter.Cluster.Status;
using Bouncer.GatekeeperAdapter.Cluster.Sync;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Cluster;

/// <summary>Fills the state from a cluster, from the start of the service to its end.</summary>
internal sealed partial class ClusterState(
    ApiClient client,
    CrdInstaller installer,
    Watches watches,
    ConstraintCrds crds,
    TemplateController templates,
    ConstraintController constraints,
    NamespaceEvents namespaces,
    ConfigEvents config,
    SyncSetEvents syncSets,
    StatusSweep sweep,
    StartConditions conditions,
    ClusterMeter meter,
    AdapterOptions options,
    ILogger<ClusterState> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = meter; // Its instruments live as long as it does.
        LogServer(log, client.Server);
        try
        {
            watches.Start(ApiResource.Namespaces, ListOptions.All, namespaces);
            await installer.RunAsync(stoppingToken);
            await FollowAsync(stoppingToken);
            await Task.WhenAll(
                templates.RunAsync(stoppingToken),
                constraints.RunAsync(stoppingToken),
                options.Operations.Contains(Operation.Status) ? sweep.RunAsync(stoppingToken) : Task.CompletedTask);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends.
        }
        finally
        {
            await watches.DisposeAsync();
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var own = new ListOptions { Namespace = options.Namespace, FieldSelector = $"metadata.name={GatekeeperResources.ConfigName}" };
        watches.Start(GatekeeperResources.Configs, own, config);
        watches.Start(GatekeeperResources.SyncSets, ListOptions.All, syncSets);

        // With all of them known, a template whose constraints are established costs no request.
        var settled = new TaskCompletionSource();
        crds.WhenSettled = () => settled.TrySetResult();
        watches.Start(GatekeeperResources.Crds, new ListOptions { LabelSelector = $"{GatekeeperResources.ConstraintCrdLabel}=yes" }, crds);
        await settled.Task.WaitAsync(cancellationToken);
        if (crds.IsForbidden)
        {
            LogUntended(log);
        }

        conditions.DefinitionsKnown();
        watches.Start(GatekeeperResources.Templates, ListOptions.All, templates);
    }

    [LoggerMessage(EventId = 460, EventName = "Cluster", Level = LogLevel.Information, Message = "Templates and constraints come from the cluster at {Server}")]
    private static partial void LogServer(ILogger log, Uri server);

    [LoggerMessage(EventId = 461, EventName = "CrdsUntended", Level = LogLevel.Warning,
        Message = "The role of this service's account does not permit to list customresourcedefinitions: those of constraints are neither made nor changed here. Whoever applies a template applies that of its constraints, too")]
    private static partial void LogUntended(ILogger log);
}
