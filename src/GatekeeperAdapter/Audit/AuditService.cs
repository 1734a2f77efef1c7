using Bouncer.GatekeeperAdapter.Audit.Leases;
using Bouncer.GatekeeperAdapter.Audit.Runs;
using Bouncer.GatekeeperAdapter.State;

namespace Bouncer.GatekeeperAdapter.Audit;

/// <summary>Says when the audit runs: in one replica at a time, once the state is there, at intervals and when somebody asks.</summary>
internal sealed partial class AuditService(
    PolicyState state, AuditOptions options, Auditor auditor, LeaseElection election, AuditDesk desk, AuditMeter meter, TimeProvider time, ILogger<AuditService> log)
    : BackgroundService
{
    private long _began;

    private static readonly TimeSpan s_readinessPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_repairPause = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A replica that does not know the constraints would find no violations.
        while (!state.Readiness.IsReady)
        {
            await Task.Delay(s_readinessPause, time, stoppingToken);
        }

        while (true)
        {
            try
            {
                await election.RunAsync(LeadAsync, stoppingToken);
            }
            catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
            {
                // A mistake here must not end the service, which has admission requests to answer.
                LogBroken(log, s_repairPause.TotalSeconds, e);
                await Task.Delay(s_repairPause, time, stoppingToken);
            }
        }
    }

    /// <summary>Audits as long as this replica is the one to do it.</summary>
    private async Task LeadAsync(CancellationToken term)
    {
        desk.Open();
        try
        {
            if (options.Interval > TimeSpan.Zero)
            {
                await RunAsync(term);
            }

            while (true)
            {
                await PauseAsync(term);
                await RunAsync(term);
            }
        }
        finally
        {
            desk.Close();
            meter.Clear();
        }
    }

    private Task RunAsync(CancellationToken term) => desk.RunAsync(async () =>
    {
        _began = time.GetTimestamp();
        meter.Start(time.GetUtcNow());
        var summary = await auditor.RunAsync(term);
        meter.End(summary);
        return summary;
    });

    /// <summary>Waits for the next run: until the interval is over, or until somebody asks.</summary>
    private async Task PauseAsync(CancellationToken term)
    {
        if (options.Interval == TimeSpan.Zero)
        {
            await desk.Asked.WaitAsync(term);
            return;
        }

        var left = options.Interval - time.GetElapsedTime(_began);
        if (left <= TimeSpan.Zero)
        {
            LogOverrun(log, options.Interval.TotalSeconds);
            term.ThrowIfCancellationRequested();
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(term);
        await Task.WhenAny(desk.Asked, Task.Delay(left, time, over.Token));
        await over.CancelAsync();
        term.ThrowIfCancellationRequested();
    }

    [LoggerMessage(EventId = 610, EventName = "AuditOverrun", Level = LogLevel.Warning, Message = "An audit took longer than the {Interval} s from one to the next. Choose a longer --audit-interval, or narrower matches of constraints.")]
    private static partial void LogOverrun(ILogger log, double interval);

    [LoggerMessage(EventId = 611, EventName = "AuditServiceBroken", Level = LogLevel.Error, Message = "The audit met a mistake of the program and begins anew in {Seconds} s")]
    private static partial void LogBroken(ILogger log, double seconds, Exception exception);
}
