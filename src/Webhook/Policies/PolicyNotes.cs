using Bouncer.Admission.Files;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Linting;

namespace Bouncer.Webhook.Policies;

/// <summary>Writes to the log which policy is in use, and what its linter has to say, at the start and after each reload.</summary>
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
        foreach (var warning in PolicyLinter.Lint(current.Document))
        {
            LogWarning(log, warning.ToString());
        }
    }

    [LoggerMessage(EventId = 410, EventName = "PolicyInUse", Level = LogLevel.Information,
        Message = "Policy {Policy} is in use: version {Version}, {Rules} rules")]
    private static partial void LogPolicy(ILogger log, string policy, string version, int rules);

    [LoggerMessage(EventId = 411, EventName = "PolicyWarning", Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogWarning(ILogger log, string warning);
}
