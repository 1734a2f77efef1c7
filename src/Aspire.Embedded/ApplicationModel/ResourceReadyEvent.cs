namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource became healthy for the first time since its start.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The application's services.</param>
public class ResourceReadyEvent(IResource resource, IServiceProvider services)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; } = services;
}

internal sealed class ResourceReadyAnnotation(Func<ResourceReadyEvent, CancellationToken, Task> callback) : IResourceAnnotation
{
    public Task InvokeAsync(ResourceReadyEvent ready, CancellationToken cancellationToken) => callback(ready, cancellationToken);
}
