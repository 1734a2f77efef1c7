using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Describes resources further.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <summary>Sets an environment variable.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value; null counts as empty.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment
        => builder.WithAnnotation(new EnvironmentAnnotation(name, new Constant(value)));

    /// <summary>Sets an environment variable to what a callback says when the resource starts, each time it does.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="callback">Gives its value.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, Func<string> callback)
        where T : IResourceWithEnvironment
        => builder.WithAnnotation(new EnvironmentAnnotation(name, new Callback(callback)));

    /// <summary>Sets an environment variable to the value of a parameter.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment
        => builder.WithAnnotation(new EnvironmentAnnotation(name, parameter.Resource));

    /// <summary>Sets an environment variable to the URL of an endpoint.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment
        => builder.WithAnnotation(new EnvironmentAnnotation(name, endpointReference));

    /// <summary>Appends command line arguments.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="args">The arguments, passed on as they are.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs
        => builder.WithAnnotation(new ArgumentsAnnotation(args));

    /// <summary>Tells the resource where all endpoints of another are (see the overload for one endpoint).</summary>
    /// <typeparam name="TDestination">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The other resource; its endpoints are those that it has when this is called.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
        => source.Resource.Annotations.OfType<EndpointAnnotation>()
            .Aggregate(builder, (b, endpoint) => b.WithReference(new EndpointReference(source.Resource, endpoint.Name)));

    /// <summary>
    /// Tells the resource where an endpoint of another is: in <c>services__RESOURCE__ENDPOINT__0</c>, which .NET's service
    /// discovery reads.
    /// </summary>
    /// <typeparam name="TDestination">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
        => builder.WithEnvironment($"services__{endpointReference.Resource.Name}__{endpointReference.EndpointName}__0", endpointReference);
}
