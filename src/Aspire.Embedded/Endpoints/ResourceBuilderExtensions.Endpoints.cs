using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds an endpoint that the resource listens on.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The wanted port; null for any free one.</param>
    /// <param name="targetPort">As in Aspire, the port behind a proxy; without proxies it must equal <paramref name="port"/> where both are given.</param>
    /// <param name="scheme">The scheme of the address; the protocol's name if null.</param>
    /// <param name="name">The endpoint's name; the scheme if null.</param>
    /// <param name="env">The environment variable that tells the resource its port.</param>
    /// <param name="isProxied">Whether Aspire may put a proxy in front. The embedded host has none.</param>
    /// <param name="isExternal">Whether Aspire exposes the endpoint when it publishes. The embedded host does not publish.</param>
    /// <param name="protocol">TCP if null.</param>
    /// <returns>The resource.</returns>
    /// <exception cref="DistributedApplicationException">The resource has an endpoint of that name, or the ports differ.</exception>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null,
        string? env = null, bool? isProxied = null, bool? isExternal = null, ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        _ = isExternal;
        var resource = builder.Resource;
        var transport = protocol ?? ProtocolType.Tcp;
        var uriScheme = scheme ?? (transport == ProtocolType.Udp ? "udp" : "tcp");
        var endpoint = new EndpointAnnotation(transport, uriScheme, name ?? uriScheme, port ?? targetPort, isProxied ?? true);

        if (port is not null && targetPort is not null && port != targetPort)
        {
            throw new DistributedApplicationException(
                $"Endpoint '{endpoint.Name}' of '{resource.Name}' has port {port} and target port {targetPort}. The embedded host has no proxies: give one of them.");
        }

        if (new EndpointReference(resource, endpoint.Name).Exists)
        {
            throw new DistributedApplicationException($"'{resource.Name}' has two endpoints named '{endpoint.Name}'. Give one of them another name.");
        }

        if (env is not null)
        {
            builder.WithAnnotation(new EnvironmentAnnotation(env, new EndpointPort(endpoint)));
        }

        return builder.WithAnnotation(endpoint);
    }

    /// <summary>Adds an HTTP endpoint. See <see cref="WithEndpoint"/>.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The wanted port; null for any free one.</param>
    /// <param name="targetPort">As in Aspire, the port behind a proxy.</param>
    /// <param name="name">The endpoint's name; "http" if null.</param>
    /// <param name="env">The environment variable that tells the resource its port.</param>
    /// <param name="isProxied">Whether Aspire may put a proxy in front.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints
        => builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    /// <summary>Adds an HTTPS endpoint. See <see cref="WithEndpoint"/>.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The wanted port; null for any free one.</param>
    /// <param name="targetPort">As in Aspire, the port behind a proxy.</param>
    /// <param name="name">The endpoint's name; "https" if null.</param>
    /// <param name="env">The environment variable that tells the resource its port.</param>
    /// <param name="isProxied">Whether Aspire may put a proxy in front.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithHttpsEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints
        => builder.WithEndpoint(port, targetPort, "https", name, env, isProxied);

    /// <summary>Names an endpoint of the resource.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The endpoint's name; it need not exist yet.</param>
    /// <returns>The reference.</returns>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints
        => new(builder.Resource, name);

    private sealed class EndpointPort(EndpointAnnotation endpoint) : IValueProvider
    {
        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
            => new(endpoint.AllocatedEndpoint!.Port.ToString(CultureInfo.InvariantCulture));
    }
}
