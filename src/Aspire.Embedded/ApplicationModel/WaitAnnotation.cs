namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource must not start before another is that far.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="waitType">How far.</param>
/// <param name="exitCode">The exit code that counts as success, for <see cref="WaitType.WaitForCompletion"/>.</param>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>How far the other resource must be.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>The exit code that counts as success, for <see cref="WaitType.WaitForCompletion"/>.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>How far a resource must be for another to start.</summary>
public enum WaitType
{
    /// <summary>It runs and its health checks pass.</summary>
    WaitUntilHealthy = 0,

    /// <summary>It ended.</summary>
    WaitForCompletion = 1,

    /// <summary>It runs.</summary>
    WaitUntilStarted = 2,
}

/// <summary>What a wait does when the resource it waits for is gone.</summary>
public enum WaitBehavior
{
    /// <summary>It goes on waiting: somebody may start the resource again.</summary>
    WaitOnResourceUnavailable = 0,

    /// <summary>It fails.</summary>
    StopOnResourceUnavailable = 1,
}
