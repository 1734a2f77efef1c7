namespace Bouncer.GatekeeperAdapter.Audit;

/// <summary>Says at the start that there is no audit, and why.</summary>
internal sealed partial class NoAudit(AuditDesk desk, ILogger<NoAudit> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogOff(log, desk.Off!);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 612, EventName = "AuditOff", Level = LogLevel.Information, Message = "{Reason}")]
    private static partial void LogOff(ILogger log, string reason);
}
