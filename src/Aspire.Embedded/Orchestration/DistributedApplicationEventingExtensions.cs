using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Subscribes to what happens to resources.</summary>
public static class DistributedApplicationEventingExtensions
{
    /// <summary>Calls back when the resource is healthy for the first time since its start. Those who wait for it go on after the callback.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">The callback. If it fails that is logged, and the resource counts as ready.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> OnResourceReady<T>(
        this IResourceBuilder<T> builder, Func<T, ResourceReadyEvent, CancellationToken, Task> callback)
        where T : IResource
        => builder.WithAnnotation(new ResourceReadyAnnotation((ready, cancellationToken) => callback(builder.Resource, ready, cancellationToken)));
}
