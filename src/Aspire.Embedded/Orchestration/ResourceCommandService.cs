using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Starts, stops and restarts single resources.</summary>
public sealed class ResourceCommandService
{
    private readonly Orchestrator _orchestrator;

    internal ResourceCommandService(Orchestrator orchestrator) => _orchestrator = orchestrator;

    /// <summary>Carries a command out.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">One of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Ends the waiting for a stop; the process is then killed.</param>
    /// <returns>Whether it was carried out, and if not, why. A start does not wait until the resource runs.</returns>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
        => ExecuteCommandAsync(resource.Name, commandName, cancellationToken);

    /// <summary>Carries a command out.</summary>
    /// <param name="resourceId">The resource's name.</param>
    /// <param name="commandName">One of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Ends the waiting for a stop; the process is then killed.</param>
    /// <returns>Whether it was carried out, and if not, why. A start does not wait until the resource runs.</returns>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var runner = _orchestrator.FindRunner(resourceId);
        if (runner is null)
        {
            return Failure($"There is no process '{resourceId}'.");
        }

        if (commandName == KnownResourceCommands.StartCommand)
        {
            return runner.TryStart() ? Success() : Failure($"'{resourceId}' is running already.");
        }

        if (commandName == KnownResourceCommands.StopCommand || commandName == KnownResourceCommands.RestartCommand)
        {
            await runner.StopAsync(cancellationToken).ConfigureAwait(false);
            return commandName == KnownResourceCommands.StopCommand || runner.TryStart()
                ? Success()
                : Failure($"'{resourceId}' was started by somebody else meanwhile.");
        }

        return Failure(
            $"There is no command '{commandName}'. Use {KnownResourceCommands.StartCommand}, {KnownResourceCommands.StopCommand} or {KnownResourceCommands.RestartCommand}.");
    }

    private static ExecuteCommandResult Success() => new() { Success = true };

    private static ExecuteCommandResult Failure(string message) => new() { Success = false, Message = message };
}

/// <summary>What became of a command.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it was carried out.</summary>
    public required bool Success { get; init; }

    /// <summary>If not: why.</summary>
    public string? Message { get; init; }
}
