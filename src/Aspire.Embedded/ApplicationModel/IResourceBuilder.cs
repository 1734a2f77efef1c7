namespace Aspire.Hosting.ApplicationModel;

/// <summary>Describes one resource further.</summary>
/// <typeparam name="T">The kind of resource.</typeparam>
public interface IResourceBuilder<out T>
    where T : IResource
{
    /// <summary>The application that the resource belongs to.</summary>
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    /// <summary>The resource.</summary>
    T Resource { get; }

    /// <summary>Records a fact about the resource.</summary>
    /// <typeparam name="TAnnotation">The kind of fact.</typeparam>
    /// <param name="annotation">The fact.</param>
    /// <param name="behavior">What happens to earlier facts of that kind.</param>
    /// <returns>This builder.</returns>
    IResourceBuilder<T> WithAnnotation<TAnnotation>(
        TAnnotation annotation, ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append)
        where TAnnotation : IResourceAnnotation;
}
