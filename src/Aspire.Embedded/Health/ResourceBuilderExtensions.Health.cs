using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>The resource is healthy while a GET of a path of it answers as expected.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path; "/" if null.</param>
    /// <param name="statusCode">The status that means healthy; 200 if null.</param>
    /// <param name="endpointName">The endpoint to ask; "http" if null, as long as there is one of that name, else "https".</param>
    /// <returns>The resource.</returns>
    /// <exception cref="DistributedApplicationException">The resource has no such endpoint.</exception>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = new[] { endpointName ?? "http", endpointName ?? "https" }
            .Select(builder.GetEndpoint)
            .FirstOrDefault(e => e.Exists)
            ?? throw new DistributedApplicationException(
                $"'{builder.Resource.Name}' has no endpoint '{endpointName ?? "http"}' to check its health on. Add the endpoint before the health check.");

        return builder.WithAnnotation(new HttpHealthCheck(endpoint, path ?? "/", statusCode ?? 200));
    }
}
