namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where an endpoint is.</summary>
public class AllocatedEndpoint
{
    internal AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port)
    {
        Endpoint = endpoint;
        Address = address;
        Port = port;
    }

    /// <summary>The endpoint.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>The host.</summary>
    public string Address { get; }

    /// <summary>The port, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The address as a URL without a path.</summary>
    public string UriString => $"{Endpoint.UriScheme}://{Address}:{Port}";
}
