using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Cluster.Watching;

/// <summary>All that is followed, each by a key. Ends with the service.</summary>
internal sealed class Watches(ApiClient client, TimeProvider time, ILogger<Reflector> log) : IAsyncDisposable
{
    private readonly Dictionary<object, (CancellationTokenSource Stop, Task Run)> _running = [];
    private readonly CancellationTokenSource _end = new();

    /// <summary>How many are followed.</summary>
    public int Count
    {
        get
        {
            lock (_running)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Follows a resource, which must not be followed yet; it is its key.</summary>
    public void Start(ApiResource resource, ListOptions options, IObjectEvents events)
        => Start(resource, stop => FollowAsync(resource, options, events, stop));

    /// <summary>Begins something that goes on until it is stopped.</summary>
    public void Start(object key, Func<CancellationToken, Task> run)
    {
        lock (_running)
        {
            if (!_end.IsCancellationRequested)
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                _running.Add(key, (stop, Task.Run(() => run(stop.Token), CancellationToken.None)));
            }
        }
    }

    /// <summary>Follows a resource for as long as it is not told to stop.</summary>
    public Task FollowAsync(ApiResource resource, ListOptions options, IObjectEvents events, CancellationToken cancellationToken)
        => new Reflector(client, resource, options, events, time, log).RunAsync(cancellationToken);

    /// <summary>Stops what has a key. What it is about to tell at this moment may still come.</summary>
    public void Stop(object key)
    {
        lock (_running)
        {
            if (_running.Remove(key, out var running))
            {
                running.Stop.Cancel();
            }
        }
    }

    /// <summary>Ends all and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_running)
        {
            _end.Cancel();
            running = [.. _running.Values.Select(r => r.Run)];
            _running.Clear();
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
