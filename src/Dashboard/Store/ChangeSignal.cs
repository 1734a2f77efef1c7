using System.Runtime.CompilerServices;

namespace Bouncer.Dashboard.Store;

/// <summary>Tells whoever waits that something has changed. Telling costs next to nothing while nobody waits, and never waits itself.</summary>
internal sealed class ChangeSignal
{
    private long _version;
    private TaskCompletionSource? _waiting;

    /// <summary>Tells it.</summary>
    public void Raise()
    {
        Interlocked.Increment(ref _version);
        Interlocked.Exchange(ref _waiting, null)?.TrySetResult();
    }

    /// <summary>A number that has grown for every change, or several, since the last time. The first change is told at once.</summary>
    /// <param name="pause">The least time between two.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it, without an exception.</param>
    public async IAsyncEnumerable<long> ChangesAsync(TimeSpan pause, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = Volatile.Read(ref _version);
        while (true)
        {
            await WaitAsync(seen, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellation.IsCancellationRequested)
            {
                yield break;
            }

            seen = Volatile.Read(ref _version);
            yield return seen;
            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task WaitAsync(long seen, CancellationToken cancellation)
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Interlocked.CompareExchange(ref _waiting, fresh, null) ?? fresh;

        // Asked after the place in the queue is taken, so that no change falls between the two.
        return Volatile.Read(ref _version) != seen ? Task.CompletedTask : waiting.Task.WaitAsync(cancellation);
    }
}
