using System.Collections.Concurrent;

namespace Bouncer.AppHost.Resources;

/// <summary>What is known of the resources of a running application, and what can be done with them.</summary>
/// <param name="model">The application.</param>
/// <param name="notifications">The states of its resources.</param>
/// <param name="logs">What they write.</param>
/// <param name="commands">Starts and stops them.</param>
internal sealed class ResourceBoard(
    DistributedApplicationModel model, ResourceNotificationService notifications, ResourceLoggerService logs, ResourceCommandService commands)
{
    /// <summary>The most lines of a console that are told at once: what somebody reads of it.</summary>
    public const int MaxLines = 1_000;

    private readonly ConcurrentDictionary<string, CustomResourceSnapshot> _states = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Follows the states of the resources, until it is cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(cancellationToken).ConfigureAwait(false))
            {
                _states[change.Resource.Name] = change.Snapshot;
            }
        }
        catch (OperationCanceledException)
        {
            // The AppHost ends.
        }
    }

    /// <summary>The resources that are processes, in the order of the application.</summary>
    public IReadOnlyList<ResourceDescription> Describe() => [.. model.Resources.Where(IsProcess).Select(Describe)];

    /// <summary>The latest lines of a resource's console, oldest first, at most <see cref="MaxLines"/>; null if there is no such resource.</summary>
    /// <param name="name">The resource.</param>
    /// <param name="after">Only lines after this one; 0 for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<ConsoleLine>?> ReadConsoleAsync(string name, int after, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } resource)
        {
            return null;
        }

        var lines = new Queue<ConsoleLine>();
        await foreach (var batch in logs.GetAllAsync(resource).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var line in batch.Where(line => line.LineNumber > after))
            {
                lines.Enqueue(new(line.LineNumber, line.Content, line.IsErrorMessage));
                if (lines.Count > MaxLines)
                {
                    lines.Dequeue();
                }
            }
        }

        return [.. lines];
    }

    /// <summary>Carries a command out.</summary>
    /// <returns>Null if it was carried out; else why not.</returns>
    public async Task<string?> ExecuteAsync(string name, string command, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } resource)
        {
            return $"There is no resource '{name}'.";
        }

        if (!Describe(resource).Commands.Contains(command))
        {
            return $"'{command}' is nothing that can be done with '{name}' now.";
        }

        var result = await commands.ExecuteCommandAsync(resource, command, cancellationToken).ConfigureAwait(false);
        return result.Success ? null : result.Message ?? $"'{command}' of '{name}' failed.";
    }

    private static bool IsProcess(IResource resource) => resource is ProjectResource or ExecutableResource;

    private IResource? Find(string name) => model.Resources.FirstOrDefault(r => IsProcess(r) && r.Name == name);

    private ResourceDescription Describe(IResource resource)
    {
        var snapshot = _states.GetValueOrDefault(resource.Name);
        var state = snapshot?.State?.Text ?? KnownResourceStates.NotStarted;
        return new(
            resource.Name,
            resource is ProjectResource ? "project" : "executable",
            state,
            state == KnownResourceStates.Running ? snapshot?.HealthStatus?.ToString() : null,
            snapshot?.ExitCode,
            [.. resource.Annotations.OfType<EndpointAnnotation>()
                .Where(e => e.AllocatedEndpoint is not null)
                .Select(e => new ResourceAddress(e.Name, e.AllocatedEndpoint!.UriString))],
            [.. CommandsIn(state)]);
    }

    private static string[] CommandsIn(string state)
        => state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state) ? [KnownResourceCommands.StartCommand]
            : state == KnownResourceStates.Stopping ? []
            : state == KnownResourceStates.Running ? [KnownResourceCommands.RestartCommand, KnownResourceCommands.StopCommand]
            : [KnownResourceCommands.StopCommand];
}
