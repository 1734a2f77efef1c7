using System.Threading.Channels;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Cluster.Work;

/// <summary>
/// Things that have to be brought in order, each by a key. A key that is added while it waits counts once, one that is added
/// while it is worked on is worked on again, never by two at a time; one that failed comes again after a pause.
/// </summary>
internal sealed partial class WorkQueue<TKey>(
    string name, int workers, Func<TKey, CancellationToken, Task> work, TimeProvider time, ILogger log)
    where TKey : notnull
{
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>Adds a key.</summary>
    public void Add(TKey key)
    {
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries[key] = entry = new();
            }

            entry.IsWanted = true;
            if (!entry.IsQueued)
            {
                entry.IsQueued = true;
                _ready.Writer.TryWrite(key);
            }
        }
    }

    /// <summary>Works until it is told to stop.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
        => Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(cancellationToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var key in _ready.Reader.ReadAllAsync(cancellationToken))
            {
                var succeeded = await TryAsync(key, cancellationToken);
                Done(key, succeeded, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service ends.
        }
    }

    private async Task<bool> TryAsync(TKey key, CancellationToken cancellationToken)
    {
        lock (_entries)
        {
            _entries[key].IsWanted = false;
        }

        try
        {
            await work(key, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the others go on.
            if (e is ApiException)
            {
                LogFailed(log, name, key, e.Message);
            }
            else
            {
                LogCrashed(log, e, name, key);
            }

            return false;
        }
    }

    private void Done(TKey key, bool succeeded, CancellationToken cancellationToken)
    {
        lock (_entries)
        {
            var entry = _entries[key];
            if (!succeeded)
            {
                _ = AgainAsync(key, entry.Failures.Next(), cancellationToken);
            }
            else if (entry.IsWanted)
            {
                _ready.Writer.TryWrite(key);
            }
            else
            {
                _entries.Remove(key);
            }
        }
    }

    private async Task AgainAsync(TKey key, TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ready.Writer.TryWrite(key);
    }

    private sealed class Entry
    {
        public Backoff Failures { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));

        /// <summary>Whether it was added since somebody last began to work on it.</summary>
        public bool IsWanted { get; set; }

        /// <summary>Whether it waits, is worked on, or pauses.</summary>
        public bool IsQueued { get; set; }
    }

    [LoggerMessage(EventId = 410, EventName = "WorkFailed", Level = LogLevel.Warning, Message = "Cannot bring {Work} of {Key} in order: {Problem}. Trying again")]
    private static partial void LogFailed(ILogger log, string work, TKey key, string problem);

    [LoggerMessage(EventId = 411, EventName = "WorkCrashed", Level = LogLevel.Error, Message = "Bringing {Work} of {Key} in order failed unexpectedly. Trying again")]
    private static partial void LogCrashed(ILogger log, Exception exception, string work, TKey key);
}
