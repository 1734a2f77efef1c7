using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known of a resource at one moment.</summary>
/// <param name="resource">The resource.</param>
/// <param name="resourceId">Its name; Aspire distinguishes replicas here, and there are none.</param>
/// <param name="snapshot">Its state.</param>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The resource's name.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>The resource's state.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}

/// <summary>The state of a resource, as one immutable value.</summary>
public sealed record CustomResourceSnapshot
{
    internal CustomResourceSnapshot()
    {
    }

    /// <summary>One of <see cref="KnownResourceStates"/>.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>The exit code of the process, once it ended; 128 plus the signal's number if a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The result of the health checks while the resource runs, else null. Without checks: healthy.</summary>
    public HealthStatus? HealthStatus { get; internal init; }

    /// <summary>Whether all OnResourceReady callbacks returned, since the resource was healthy for the first time.</summary>
    internal bool IsAnnounced { get; init; }

    /// <summary>Whether those who wait for the resource may go on.</summary>
    internal bool IsReady => IsAnnounced && HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy;

    /// <summary>Why it failed to start, for those who wait for it.</summary>
    internal string? Failure { get; init; }
}

/// <summary>A state by its name.</summary>
/// <param name="Text">One of <see cref="KnownResourceStates"/>.</param>
/// <param name="Style">How a dashboard should show it.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state without a style.</summary>
    /// <param name="s">The name of the state.</param>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, Style: null);
}
