using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Audit.Leases;

/// <summary>
/// Sees to it that of all replicas one does a work: the holder of a Lease. As client-go's leader election: signs of the holder are
/// compared with those seen before and timed by the watcher's own clock, so clocks need not agree, only run about equally fast; and
/// writes name the state that they were made from.
/// </summary>
internal sealed partial class LeaseElection(ApiClient client, LeaseOptions options, TimeProvider time, ILogger<LeaseElection> log)
{
    private static readonly ApiResource s_leases = new("coordination.k8s.io", "v1", "leases");

    private LeaseRecord? _seen;
    private long _seenAt;
    private volatile string _holder = "";
    private volatile string? _problem;

    /// <summary>Who holds the lease as far as this replica knows; empty if nobody does.</summary>
    public string Holder => _holder;

    /// <summary>Why the lease can be neither acquired nor watched; null if it can.</summary>
    public string? Problem => _problem;

    /// <summary>Takes part until it is stopped: waits for the lease, works while it holds it, and waits again when it has lost it.</summary>
    /// <param name="work">The work. Its token ends it, when the lease is lost or the replica is stopped; only when it has ended is
    /// the lease given back.</param>
    /// <param name="stop">Ends it all.</param>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        while (true)
        {
            await AcquireAsync(stop);
            LogAcquired(log, options.Namespace, options.Name, options.Holder);
            using var term = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var working = BeginAsync(work, term.Token);
            var holding = HoldAsync(term.Token);
            await Task.WhenAny(working, holding);

            // Whatever ended it: first the work, and only then may another replica begin.
            await term.CancelAsync();
            await Task.WhenAll(working, holding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReleaseAsync();
            stop.ThrowIfCancellationRequested();
            LogLost(log, options.Namespace, options.Name, _holder);
            if (working.IsFaulted || holding.IsFaulted)
            {
                await Task.WhenAll(working, holding);
            }
        }
    }

    /// <summary>Makes a task of the work even if it throws at once: the lease has to be given back in any case.</summary>
    private static async Task BeginAsync(Func<CancellationToken, Task> work, CancellationToken term) => await work(term);

    private async Task AcquireAsync(CancellationToken stop)
    {
        while (!await TryAsync(stop))
        {
            // Spread, so that those who wait do not come all at once.
            await Task.Delay(options.RetryPeriod * (1 + Random.Shared.NextDouble()), time, stop);
        }
    }

    /// <summary>Renews until that has not succeeded for too long, or somebody else holds the lease.</summary>
    private async Task HoldAsync(CancellationToken term)
    {
        var renewed = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(options.RetryPeriod, time, term);
            var left = options.RenewDeadline - time.GetElapsedTime(renewed);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            using var deadline = new CancellationTokenSource(left, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(term, deadline.Token);
            var began = time.GetTimestamp();
            try
            {
                if (await TryAsync(either.Token))
                {
                    renewed = began;
                }
                else if (_holder != options.Holder)
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (!term.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Acquires the lease or renews it; false if it is held by another one, or if the API server does not do it.</summary>
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var held = await TryWriteAsync(cancellationToken);
            _problem = null;
            return held;
        }
        catch (ApiException e) when (e.IsConflict)
        {
            // Another one was faster; the next attempt sees who.
            return false;
        }
        catch (ApiException e)
        {
            Tell(e);
            return false;
        }
    }

    private async Task<bool> TryWriteAsync(CancellationToken cancellationToken)
    {
        if (await client.FindAsync(s_leases, options.Namespace, options.Name, cancellationToken) is not { } document)
        {
            See(new(await client.CreateAsync(s_leases, options.Namespace, LeaseRecord.New(options, time.GetUtcNow()), cancellationToken)));
            return true;
        }

        var lease = new LeaseRecord(document);
        if (_seen is not { } seen || !seen.Spec.Equals(lease.Spec))
        {
            See(lease);
        }

        var isMine = lease.Holder == options.Holder;
        if (!isMine && lease.Holder.Length > 0 && time.GetElapsedTime(_seenAt) < lease.Duration)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var written = isMine ? lease.Renewed(options, now) : lease.TakenOver(options, now);
        See(new(await client.UpdateAsync(s_leases, options.Namespace, written, cancellationToken)));
        return true;
    }

    private async Task ReleaseAsync()
    {
        if (_seen is not { } seen || seen.Holder != options.Holder)
        {
            return;
        }

        try
        {
            // Whoever waits need not wait until the lease runs out. The end of this replica does not wait for long.
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3), time);
            See(new(await client.UpdateAsync(s_leases, options.Namespace, seen.Released(time.GetUtcNow()), limit.Token)));
        }
        catch (Exception e) when (e is ApiException or OperationCanceledException)
        {
            LogNotReleased(log, options.Namespace, options.Name, options.Duration.TotalSeconds, e.Message);
        }
    }

    private void See(LeaseRecord lease)
    {
        _seen = lease;
        _seenAt = time.GetTimestamp();
        _holder = lease.Holder;
    }

    private void Tell(ApiException e)
    {
        var remedy = e.IsForbidden ? $" Grant get, create and update on leases.coordination.k8s.io in the namespace {options.Namespace}."
            : e.IsNotFound ? $" Create the namespace {options.Namespace}, or name another one with --namespace."
            : "";
        var problem = e.Message + remedy;
        if (_problem != problem)
        {
            _problem = problem;
            LogFailed(log, options.Namespace, options.Name, problem);
        }
    }

    [LoggerMessage(EventId = 620, EventName = "LeaseAcquired", Level = LogLevel.Information, Message = "Lease {LeaseNamespace}/{LeaseName}: this replica, {Holder}, holds it and audits")]
    private static partial void LogAcquired(ILogger log, string leaseNamespace, string leaseName, string holder);

    [LoggerMessage(EventId = 621, EventName = "LeaseLost", Level = LogLevel.Warning, Message = "Lease {LeaseNamespace}/{LeaseName}: lost, now held by \"{Holder}\"")]
    private static partial void LogLost(ILogger log, string leaseNamespace, string leaseName, string holder);

    [LoggerMessage(EventId = 622, EventName = "LeaseFailed", Level = LogLevel.Warning, Message = "Lease {LeaseNamespace}/{LeaseName}: {Problem}")]
    private static partial void LogFailed(ILogger log, string leaseNamespace, string leaseName, string problem);

    [LoggerMessage(EventId = 623, EventName = "LeaseNotReleased", Level = LogLevel.Information, Message = "Lease {LeaseNamespace}/{LeaseName}: not released, others take over after {Seconds} s: {Problem}")]
    private static partial void LogNotReleased(ILogger log, string leaseNamespace, string leaseName, double seconds, string problem);
}
