using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint that a resource listens on.</summary>
/// <remarks>There are no proxies here: a process listens on the very port that others connect to, whatever <see cref="IsProxied"/> says.</remarks>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    internal EndpointAnnotation(ProtocolType protocol, string uriScheme, string name, int? port, bool isProxied)
    {
        ResourceName.Check(name);
        Protocol = protocol;
        UriScheme = uriScheme;
        Name = name;
        Port = port;
        IsProxied = isProxied;
    }

    /// <summary>The name, unique in its resource.</summary>
    public string Name { get; }

    /// <summary>TCP, or UDP.</summary>
    public ProtocolType Protocol { get; }

    /// <summary>The scheme of the endpoint's address, such as "https".</summary>
    public string UriScheme { get; }

    /// <summary>The wanted port; null for any free one.</summary>
    public int? Port { get; }

    /// <summary>Whether Aspire may put a proxy in front of the resource.</summary>
    public bool IsProxied { get; }

    /// <summary>Where the endpoint is; null until the application starts.</summary>
    public AllocatedEndpoint? AllocatedEndpoint { get; internal set; }
}
