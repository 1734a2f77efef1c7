using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Endpoints;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs one resource: waits for its dependencies, starts its process, follows it to its end. One run at a time.</summary>
internal sealed class ResourceRunner(IResource resource, RunnerServices services)
{
    /// <summary>How long a process may take to end after SIGTERM before SIGKILL ends it.</summary>
    internal static readonly TimeSpan TimeToDrain = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Run? _current;

    public IResource Resource => resource;

    /// <summary>Starts a run and returns at once.</summary>
    /// <returns>False if there is a run already.</returns>
    public bool TryStart()
    {
        lock (_lock)
        {
            if (_current is { Completion.IsCompleted: false })
            {
                return false;
            }

            // From now on nobody sees how the last run ended and takes it for this one's end.
            Publish(_ => new() { State = KnownResourceStates.Waiting });
            var run = new Run();
            run.Completion = Task.Run(() => RunAsync(run.Stop.Token, run.Kill.Token));
            _current = run;
            return true;
        }
    }

    /// <summary>Ends the run, if there is one: SIGTERM, time to drain, SIGKILL.</summary>
    /// <param name="kill">Cuts the time to drain short.</param>
    public async Task StopAsync(CancellationToken kill)
    {
        Run? run;
        lock (_lock)
        {
            run = _current;
        }

        if (run is not null)
        {
            await run.Stop.CancelAsync().ConfigureAwait(false);
            await using var registration = kill.Register(run.Kill.Cancel).ConfigureAwait(false);
            await run.Completion.ConfigureAwait(false);
        }
    }

    private async Task RunAsync(CancellationToken stop, CancellationToken kill)
    {
        try
        {
            using var process = await StartProcessAsync(stop).ConfigureAwait(false);
            await FollowAsync(process, stop, kill).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Publish(_ => new() { State = KnownResourceStates.Exited });
        }
        catch (Exception e)
        {
            // Whatever is wrong is wrong with this resource; the others go on.
            RunnerLog.FailedToStart(services.Logger, resource.Name, e.Message);
            Publish(_ => new() { State = KnownResourceStates.FailedToStart, Failure = e.Message });
        }
    }

    private async Task<GuardedProcess> StartProcessAsync(CancellationToken stop)
    {
        await services.Dependencies.WaitAsync(resource, stop).ConfigureAwait(false);

        Publish(_ => new() { State = KnownResourceStates.Starting });
        var spec = await services.Specs.CreateAsync(resource, stop).ConfigureAwait(false);
        PortAllocation.CheckFree(resource);
        stop.ThrowIfCancellationRequested();
        return GuardedProcess.Start(spec, (line, isError) => services.Logs.Write(resource.Name, line, isError));
    }

    private async Task FollowAsync(GuardedProcess process, CancellationToken stop, CancellationToken kill)
    {
        var start = TimeProvider.System.GetTimestamp();
        RunnerLog.Started(services.Logger, resource.Name, process.Session);
        Publish(_ => new() { State = KnownResourceStates.Running });

        using var watch = new CancellationTokenSource();
        var health = WatchHealthAsync(watch.Token);

        var endedByItself = await EndsByItselfAsync(process, stop).ConfigureAwait(false);
        if (!endedByItself)
        {
            await DrainAsync(process, kill).ConfigureAwait(false);
        }

        var exitCode = await process.Completion.ConfigureAwait(false);
        await watch.CancelAsync().ConfigureAwait(false);
        await health.ConfigureAwait(false);

        var state = endedByItself ? KnownResourceStates.Finished : KnownResourceStates.Exited;
        RunnerLog.Ended(services, resource, endedByItself, exitCode, TimeProvider.System.GetElapsedTime(start));
        Publish(_ => new() { State = state, ExitCode = exitCode });
    }

    private static async Task<bool> EndsByItselfAsync(GuardedProcess process, CancellationToken stop)
        => await Task.WhenAny(process.Completion, Task.Delay(Timeout.InfiniteTimeSpan, stop)).ConfigureAwait(false) == process.Completion;

    private async Task DrainAsync(GuardedProcess process, CancellationToken kill)
    {
        Publish(s => s with { State = KnownResourceStates.Stopping });
        process.Terminate();
        await Task.WhenAny(process.Completion, Task.Delay(TimeToDrain, kill)).ConfigureAwait(false);
        if (!process.Completion.IsCompleted)
        {
            RunnerLog.Killed(services.Logger, resource.Name);
            process.Kill();
        }
    }

    private async Task WatchHealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            await services.Health.WatchAsync(resource, healthy => OnHealthAsync(healthy, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The process ended.
        }
    }

    private async Task OnHealthAsync(bool healthy, CancellationToken cancellationToken)
    {
        Publish(s => s with { HealthStatus = healthy ? HealthStatus.Healthy : HealthStatus.Unhealthy });

        services.Notifications.TryGetCurrentState(resource.Name, out var current);
        if (healthy && current is { Snapshot.IsAnnounced: false })
        {
            await services.Announcer.AnnounceAsync(resource, cancellationToken).ConfigureAwait(false);
            Publish(s => s with { IsAnnounced = true });
        }
    }

    private void Publish(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => services.Notifications.Publish(resource, change);

    private sealed class Run
    {
        public CancellationTokenSource Stop { get; } = new();

        public CancellationTokenSource Kill { get; } = new();

        public Task Completion { get; set; } = Task.CompletedTask;
    }
}
