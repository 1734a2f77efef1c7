using System.Collections.Concurrent;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>Bounds how many reviews are evaluated at the same time: more than there are processors only make each other late.</summary>
internal sealed class ServingSlots : IDisposable
{
    private readonly SemaphoreSlim _free;
    private readonly ConcurrentStack<CancellationTokenSource> _clocks = new();

    /// <summary>Creates the slots.</summary>
    /// <param name="count">How many reviews may be evaluated at the same time.</param>
    public ServingSlots(int count)
    {
        _free = new(count, count);
    }

    /// <summary>Waits for a slot as long as the caller waits.</summary>
    /// <returns>The slot, to be disposed; null if there was none in time.</returns>
    public async ValueTask<Slot?> EnterAsync(CallDeadline deadline)
    {
        if (!_free.Wait(TimeSpan.Zero) && !await _free.WaitAsync(deadline.Left))
        {
            return null;
        }

        var clock = _clocks.TryPop(out var used) ? used : new CancellationTokenSource();
        clock.CancelAfter(deadline.Left);
        return new Slot(this, clock);
    }

    public void Dispose()
    {
        _free.Dispose();
        foreach (var clock in _clocks)
        {
            clock.Dispose();
        }
    }

    private void Leave(CancellationTokenSource clock)
    {
        // A clock that has run out cannot be wound up again.
        if (clock.TryReset())
        {
            _clocks.Push(clock);
        }
        else
        {
            clock.Dispose();
        }

        _free.Release();
    }

    /// <summary>The right to evaluate, until the caller's time is up.</summary>
    internal readonly struct Slot(ServingSlots slots, CancellationTokenSource clock) : IDisposable
    {
        /// <summary>Cancelled when the caller's time is up.</summary>
        public CancellationToken Deadline => clock.Token;

        public void Dispose() => slots.Leave(clock);
    }
}
