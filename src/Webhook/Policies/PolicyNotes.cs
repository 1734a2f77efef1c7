using Bouncer.Admission.Files;
using Bouncer.ImagePolicy.Deciding;

namespace Bouncer.Webhook.Policies;

/// <summary>Writes to the log which policy is in use, at the start and after each reload.</summary>
internal sealed partial class PolicyNotes(Reloadable<Policy> policy, ILogger<PolicyNotes> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Note(policy.Current);
        policy.Changed += Note;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        policy.Changed -= Note;
        return Task.CompletedTask;
    }

    private void Note(Policy current)
    {
        LogPolicy(log, current.Document.Name, current.Version, current.Document.Rules.Count);
    }

    [LoggerMessage(EventId = 410, EventName = "PolicyInUse", Level = LogLevel.Information,
        Message = "Policy {Policy} is in use: version {Version}, {Rules} rules")]
    private static partial void LogPolicy(ILogger log, string policy, string version, int rules);
}
