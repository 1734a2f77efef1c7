using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Endpoints;

/// <summary>Gives every endpoint its port before the first resource starts, so that all addresses are known to all.</summary>
internal static class PortAllocation
{
    /// <summary>The first port for an endpoint that names none. Those of src/LocalCluster are below.</summary>
    public const int FirstPort = 25_000;

    /// <summary>The last. What Linux gives to anybody begins at 32768, elsewhere above.</summary>
    public const int LastPort = 29_999;

    private const int Count = LastPort - FirstPort + 1;

    private static int s_next = Random.Shared.Next(Count);

    public static void Allocate(IEnumerable<IResource> resources)
    {
        // The sockets are held until every port is found, or one might be found twice.
        var held = new List<Socket>();
        try
        {
            foreach (var endpoint in resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>()))
            {
                endpoint.AllocatedEndpoint = new(endpoint, "localhost", endpoint.Port ?? FindFreePort(endpoint.Protocol, held));
            }
        }
        finally
        {
            held.ForEach(s => s.Dispose());
        }
    }

    /// <summary>Checks that nobody else listens where the resource is about to.</summary>
    /// <exception cref="DistributedApplicationException">A port is taken. The message names endpoint, port and remedy.</exception>
    public static void CheckFree(IResource resource)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var port = endpoint.AllocatedEndpoint!.Port;
            try
            {
                using var socket = Bind(endpoint.Protocol, port);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new DistributedApplicationException(
                    $"port {port} of endpoint '{endpoint.Name}' is in use by another process. End that process or choose another port.", e);
            }
            catch (SocketException e)
            {
                throw new DistributedApplicationException($"port {port} of endpoint '{endpoint.Name}' cannot be used: {e.Message}.", e);
            }
        }
    }

    /// <summary>One of those that no system gives outgoing connections, or whoever asks for any port: a resource may start, and
    /// start again, long after it was chosen. One after the other, so that none is found twice.</summary>
    private static int FindFreePort(ProtocolType protocol, List<Socket> held)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var socket = Bind(protocol, FirstPort + (int)((uint)Interlocked.Increment(ref s_next) % Count));
                held.Add(socket);
                return ((IPEndPoint)socket.LocalEndPoint!).Port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < Count)
            {
                // The next one, then.
            }
        }
    }

    private static Socket Bind(ProtocolType protocol, int port)
    {
        var type = protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream;
        var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
