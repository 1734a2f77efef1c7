using System.Diagnostics.Metrics;
using Bouncer.Admission.Recording;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>Bounds how many reviews are evaluated at the same time: more than there are processors only make each other late.</summary>
internal sealed class ServingSlots : IDisposable
{
    /// <summary>Gauge: reviews that wait for a slot.</summary>
    public const string WaitingReviews = "bouncer.reviews.waiting";

    /// <summary>Counter: reviews that got no slot in time and were refused without having been evaluated.</summary>
    public const string ShedReviews = "bouncer.reviews.shed";

    private readonly SemaphoreSlim _free;
    private readonly SharedDeadlines _deadlines;
    private long _waiting;
    private long _shed;

    /// <summary>Creates the slots.</summary>
    /// <param name="count">How many reviews may be evaluated at the same time.</param>
    /// <param name="meters">Where the instruments belong.</param>
    /// <param name="time">The clock.</param>
    public ServingSlots(int count, IMeterFactory meters, TimeProvider time)
    {
        _free = new(count, count);
        _deadlines = new(time);
        var meter = meters.Create(TelemetryNames.Source);
        meter.CreateObservableGauge(WaitingReviews, () => Volatile.Read(ref _waiting), "{review}", "Reviews that wait for a serving thread.");
        meter.CreateObservableCounter(
            ShedReviews, () => Volatile.Read(ref _shed), "{review}", "Reviews refused because no serving thread was free in time.");
    }

    /// <summary>Waits for a slot as long as the caller waits.</summary>
    /// <returns>The slot, to be disposed; null if there was none in time.</returns>
    public async ValueTask<Slot?> EnterAsync(CallDeadline deadline)
    {
        if (!_free.Wait(TimeSpan.Zero) && !await WaitAsync(deadline.Left))
        {
            Interlocked.Increment(ref _shed);
            return null;
        }

        return new Slot(_free, _deadlines.After(deadline.Left));
    }

    public void Dispose()
    {
        _free.Dispose();
        _deadlines.Dispose();
    }

    private async ValueTask<bool> WaitAsync(TimeSpan limit)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            return await _free.WaitAsync(limit);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>The right to evaluate, until the caller's time is up.</summary>
    internal readonly struct Slot(SemaphoreSlim free, CancellationToken deadline) : IDisposable
    {
        /// <summary>Cancelled when the caller's time is up.</summary>
        public CancellationToken Deadline => deadline;

        public void Dispose() => free.Release();
    }
}
