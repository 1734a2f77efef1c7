using System.Net;
using System.Net.Sockets;

namespace Bouncer.LocalCluster.Components;

/// <summary>
/// Ports for servers that start in a while, or start again, at an address that others were told before. They are of those that no
/// system gives outgoing connections, or whoever asks for any port: one of these may be gone when its server begins to listen.
/// </summary>
public static class UnusedPort
{
    /// <summary>The first of them; services that everybody knows are below.</summary>
    public const int First = 20_000;

    /// <summary>The last of them. NodePorts begin above, and what Linux gives to anybody at 32768.</summary>
    public const int Last = 29_999;

    private const int Attempts = 100;

    /// <summary>Listens on one, so that nobody else finds it.</summary>
    /// <param name="address">Where the server will listen.</param>
    /// <returns>What listens, to be disposed before the server starts.</returns>
    /// <exception cref="SocketException">None was found.</exception>
    public static TcpListener Hold(IPAddress address)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = new TcpListener(address, Random.Shared.Next(First, Last + 1));
            try
            {
                listener.Start();
                return listener;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < Attempts)
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
