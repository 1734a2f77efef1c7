using System.Net;
using System.Net.Sockets;

namespace Bouncer.LocalCluster.Components;

/// <summary>
/// Ports for servers that start in a while, or start again, at an address that others were told before. They are of those that no
/// system gives outgoing connections, or whoever asks for any port: one of these may be gone when its server begins to listen. A
/// process begins somewhere among them and goes on from there, so that it finds none twice, and seldom what another one has found.
/// </summary>
public static class UnusedPort
{
    /// <summary>The first of them; services that everybody knows are below.</summary>
    public const int First = 20_000;

    /// <summary>The last of them. NodePorts begin at 30000, and what Linux gives to anybody at 32768.</summary>
    public const int Last = 24_999;

    private const int Count = Last - First + 1;

    private static int s_next = Random.Shared.Next(Count);

    /// <summary>Listens on one, so that nobody else finds it.</summary>
    /// <param name="address">Where the server will listen.</param>
    /// <returns>What listens, to be disposed before the server starts.</returns>
    /// <exception cref="SocketException">None was found.</exception>
    public static TcpListener Hold(IPAddress address)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = new TcpListener(address, First + (int)((uint)Interlocked.Increment(ref s_next) % Count));
            try
            {
                listener.Start();
                return listener;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < Count)
            {
                listener.Dispose();
            }
        }
    }

    /// <summary>The port on which something listens.</summary>
    /// <param name="listener">What listens.</param>
    public static int Of(TcpListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
