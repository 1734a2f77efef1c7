using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Waits, on behalf of one resource, for those it depends on.</summary>
internal sealed class Dependencies(ResourceNotificationService notifications)
{
    /// <exception cref="DistributedApplicationException">One of them is gone before it was that far.</exception>
    public Task WaitAsync(IResource resource, CancellationToken cancellationToken)
        => Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>()
            .Where(wait => wait.Resource is not ParameterResource) // A parameter is there from the start.
            .Select(wait => WaitAsync(wait, cancellationToken)));

    private async Task WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var name = wait.Resource.Name;
        var reached = await notifications
            .WaitForResourceAsync(name, e => Suffices(wait, e.Snapshot) || ResourceNotificationService.IsGone(e.Snapshot), cancellationToken)
            .ConfigureAwait(false);

        if (!Suffices(wait, reached.Snapshot))
        {
            var expected = wait.WaitType == WaitType.WaitForCompletion ? $", expected {wait.ExitCode}" : "";
            throw new DistributedApplicationException(
                $"it waited for '{name}', but {ResourceNotificationService.DescribeEnd(reached.Snapshot)}{expected}.");
        }
    }

    private static bool Suffices(WaitAnnotation wait, CustomResourceSnapshot snapshot) => wait.WaitType switch
    {
        WaitType.WaitUntilHealthy => snapshot.IsReady,
        WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
        WaitType.WaitForCompletion => snapshot.State?.Text == KnownResourceStates.Finished && snapshot.ExitCode == wait.ExitCode,
        _ => throw new InvalidOperationException($"{wait.WaitType} is not a {nameof(WaitType)}."),
    };
}
