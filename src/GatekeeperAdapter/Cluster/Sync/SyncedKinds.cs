using Bouncer.Constraints.Objects;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Cluster.Sync;

/// <summary>The kinds whose objects are in the inventory: those that Config or any SyncSet names.</summary>
internal sealed partial class SyncedKinds(
    ApiClient client, PolicyState state, Watches watches, StartConditions conditions, TimeProvider time, ILogger<SyncedKinds> log)
{
    private readonly Dictionary<string, HashSet<ObjectKind>> _wanted = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectKind, ObjectsOfKind> _followed = [];
    private int _waitedFor;

    /// <summary>How many objects of each kind are known.</summary>
    public IReadOnlyList<(ObjectKind Kind, int Count)> Counts
    {
        get
        {
            lock (_wanted)
            {
                return [.. _followed.Select(f => (f.Key, f.Value.Count))];
            }
        }
    }

    /// <summary>How many kinds the API server does not know yet.</summary>
    public int WaitedFor => Volatile.Read(ref _waitedFor);

    /// <summary>Sets what somebody wants, in the place of what it wanted before.</summary>
    public void Want(string who, IEnumerable<ObjectKind> kinds)
    {
        lock (_wanted)
        {
            _wanted[who] = [.. kinds.Where(k => k.Kind.Length > 0 && k.Version.Length > 0)];
            HashSet<ObjectKind> all = [.. _wanted.Values.SelectMany(w => w)];
            foreach (var kind in _followed.Keys.Where(k => !all.Contains(k)).ToList())
            {
                Drop(kind);
            }

            foreach (var kind in all.Where(k => !_followed.ContainsKey(k)))
            {
                Follow(kind);
            }
        }
    }

    /// <summary>Which namespaces are left alone has changed.</summary>
    public void ExclusionsChanged()
    {
        lock (_wanted)
        {
            foreach (var objects in _followed.Values)
            {
                objects.ExclusionsChanged();
            }
        }
    }

    private void Follow(ObjectKind kind)
    {
        conditions.ExpectObjects(kind.ToString());
        var objects = new ObjectsOfKind(kind, state.Inventory, state.Exclusions, () => conditions.ObjectsKnown(kind.ToString()));
        _followed[kind] = objects;
        watches.Start(kind, stop => FollowAsync(kind, objects, stop));
    }

    private void Drop(ObjectKind kind)
    {
        watches.Stop(kind);
        _followed.Remove(kind, out var objects);
        objects!.Stop();
        conditions.ObjectsKnown(kind.ToString());
        LogDropped(log, kind);
    }

    private async Task FollowAsync(ObjectKind kind, ObjectsOfKind objects, CancellationToken cancellationToken)
    {
        try
        {
            ApiResource resource;
            Interlocked.Increment(ref _waitedFor);
            try
            {
                resource = await FindAsync(kind, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _waitedFor);
            }

            await watches.FollowAsync(resource, ListOptions.All, objects, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It is not wanted any more.
        }
    }

    /// <summary>What paths call a kind, once the API server knows it.</summary>
    private async Task<ApiResource> FindAsync(ObjectKind kind, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));
        var told = "";
        while (true)
        {
            string problem;
            try
            {
                if (await client.FindKindAsync(kind.Group, kind.Version, kind.Kind, cancellationToken) is { } known)
                {
                    return known.Resource;
                }

                problem = "the API server does not know this kind; waiting for it";
                conditions.ObjectsKnown(kind.ToString()); // There are none.
            }
            catch (ApiException e)
            {
                problem = e.Message;
            }

            if (problem != told)
            {
                LogWaiting(log, kind, problem);
                told = problem;
            }

            await Task.Delay(backoff.Next(), time, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 450, EventName = "KindDropped", Level = LogLevel.Information, Message = "Objects of {Kind} are no longer kept in data.inventory")]
    private static partial void LogDropped(ILogger log, ObjectKind kind);

    [LoggerMessage(EventId = 451, EventName = "KindWaiting", Level = LogLevel.Warning, Message = "Cannot keep objects of {Kind} in data.inventory yet: {Problem}")]
    private static partial void LogWaiting(ILogger log, ObjectKind kind, string problem);
}
