using Bouncer.Admission.Files;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;

namespace Bouncer.GatekeeperAdapter.Folder;

/// <summary>Fills the state from a folder, or from the embedded default, before the server listens; and tells what there is.</summary>
internal sealed partial class FolderState(PolicyState state, ILogger<FolderState> log, PolicyFolder? folder = null) : IHostedService
{
    private const string Condition = "the policies of the folder";

    /// <summary>Adds the state of a folder to a service.</summary>
    public static void Add(IServiceCollection services, AdapterOptions options)
    {
        if (options.PoliciesPath is { } path)
        {
            services.AddSingleton(provider => new PolicyFolder(
                Path.GetFullPath(path), provider.GetRequiredService<PolicyState>(), provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<IReloadable>(provider => provider.GetRequiredService<PolicyFolder>());
        }

        services.AddHostedService<FolderState>();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        state.Readiness.Require(Condition);
        if (folder is null)
        {
            EmbeddedPolicies.Load(state);
            LogEmbedded(log, Settings.Policies.Label);
        }
        else
        {
            folder.Changed += Tell;
            folder.Load();
        }

        state.Readiness.Meet(Condition);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (folder is not null)
        {
            folder.Changed -= Tell;
        }

        return Task.CompletedTask;
    }

    private void Tell(PolicyFolder read)
    {
        foreach (var problem in read.Problems)
        {
            LogProblem(log, problem);
        }

        foreach (var warning in read.Warnings)
        {
            LogWarning(log, warning);
        }

        LogInUse(log, state.Constraints.Templates.Count, state.Snapshot.Constraints.Count, state.Version);
        if (state.Snapshot.Constraints.Count == 0)
        {
            LogNothing(log);
        }
    }

    [LoggerMessage(EventId = 510, EventName = "PoliciesInUse", Level = LogLevel.Information,
        Message = "{Templates} templates and {Constraints} constraints are in force: version {Version}")]
    private static partial void LogInUse(ILogger log, int templates, int constraints, string version);

    [LoggerMessage(EventId = 511, EventName = "PolicyProblem", Level = LogLevel.Error, Message = "{Problem}")]
    private static partial void LogProblem(ILogger log, string problem);

    [LoggerMessage(EventId = 512, EventName = "PolicyWarning", Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogWarning(ILogger log, string warning);

    [LoggerMessage(EventId = 513, EventName = "EmbeddedPolicies", Level = LogLevel.Warning,
        Message = "No folder of policies is named, so the embedded default is in force: Pods run images of docker.io alone. Set {Setting} to a folder of your own")]
    private static partial void LogEmbedded(ILogger log, string setting);

    [LoggerMessage(EventId = 514, EventName = "NoConstraints", Level = LogLevel.Warning, Message = "No constraint is in force: everything is admitted")]
    private static partial void LogNothing(ILogger log);
}
