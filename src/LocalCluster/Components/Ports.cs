using System.Net;
using System.Net.Sockets;

namespace Bouncer.LocalCluster.Components;

/// <summary>Ports of the loopback interface that are free now. All are held until all are chosen, so they differ.</summary>
internal sealed record Ports(int EtcdClients, int EtcdPeers, int ApiServer, int ControllerManager)
{
    public static Ports Choose()
    {
        using TcpListener first = Listen(), second = Listen(), third = Listen(), fourth = Listen();
        return new(PortOf(first), PortOf(second), PortOf(third), PortOf(fourth));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
