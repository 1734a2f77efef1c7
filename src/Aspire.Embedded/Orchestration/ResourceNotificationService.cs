using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of all resources: to read, to wait for.</summary>
public sealed class ResourceNotificationService
{
    private readonly ConcurrentDictionary<string, ResourceEvent> _events = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = NewSignal();

    internal ResourceNotificationService(IEnumerable<IResource> resources)
    {
        foreach (var resource in resources)
        {
            _events[resource.Name] = new(resource, resource.Name, new() { State = KnownResourceStates.NotStarted });
        }
    }

    /// <summary>Reads the state of a resource.</summary>
    /// <param name="resourceId">The resource's name.</param>
    /// <param name="resourceEvent">Its state.</param>
    /// <returns>Whether there is such a resource.</returns>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
        => _events.TryGetValue(resourceId, out resourceEvent);

    /// <summary>Watches the states of all resources.</summary>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <returns>The present state of each, then states as they change; quick changes may be passed over.</returns>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var told = new Dictionary<string, ResourceEvent>();
        while (true)
        {
            var changed = CurrentSignal();
            foreach (var (name, current) in _events)
            {
                if (told.GetValueOrDefault(name) != current)
                {
                    told[name] = current;
                    yield return current;
                }
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until a resource is in a state.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="targetState">One of <see cref="KnownResourceStates"/>; Running if null.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The wait.</returns>
    /// <exception cref="DistributedApplicationException">There is no such resource.</exception>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default)
        => WaitForResourceAsync(resourceName, e => e.Snapshot.State?.Text == (targetState ?? KnownResourceStates.Running), cancellationToken);

    /// <summary>Waits until something is true of a resource.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="predicate">What has to be true. Called for the present state and for those that follow; quick changes may be passed over.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The state in which it was true.</returns>
    /// <exception cref="DistributedApplicationException">There is no such resource.</exception>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var changed = CurrentSignal();
            if (!_events.TryGetValue(resourceName, out var current))
            {
                throw new DistributedApplicationException(
                    $"There is no resource '{resourceName}'. Resources: {string.Join(", ", _events.Keys.Order(StringComparer.Ordinal))}.");
            }

            if (predicate(current))
            {
                return current;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until a resource is healthy and everybody who wanted to know that was told.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The state in which it was healthy.</returns>
    /// <exception cref="DistributedApplicationException">There is no such resource, or it failed to start, or it ended.</exception>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default)
        => WaitForResourceHealthyAsync(resourceName, WaitBehavior.StopOnResourceUnavailable, cancellationToken);

    /// <summary>Waits until a resource is healthy and everybody who wanted to know that was told.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="waitBehavior">What happens if the resource fails to start, or ends.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The state in which it was healthy.</returns>
    /// <exception cref="DistributedApplicationException">There is no such resource, or it is gone and that is to end the waiting.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var stop = waitBehavior == WaitBehavior.StopOnResourceUnavailable;
        var reached = await WaitForResourceAsync(
            resourceName, e => e.Snapshot.IsReady || (stop && IsGone(e.Snapshot)), cancellationToken).ConfigureAwait(false);

        return reached.Snapshot.IsReady
            ? reached
            : throw new DistributedApplicationException(
                $"Stopped waiting for resource '{resourceName}' to become healthy because {DescribeEnd(reached.Snapshot)}.");
    }

    internal static bool IsGone(CustomResourceSnapshot snapshot)
        => snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    /// <summary>Says what became of a resource that <see cref="IsGone"/>, as the end of a sentence about it.</summary>
    internal static string DescribeEnd(CustomResourceSnapshot snapshot)
        => snapshot.State!.Text == KnownResourceStates.FailedToStart
            ? $"it failed to start: {snapshot.Failure?.TrimEnd('.')}"
            : $"it ended with exit code {snapshot.ExitCode}";

    internal void Publish(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _events[resource.Name] = new(resource, resource.Name, change(_events[resource.Name].Snapshot));
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    private Task CurrentSignal()
    {
        lock (_lock)
        {
            return _changed.Task;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
