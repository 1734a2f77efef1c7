using System.Net;
using System.Net.Sockets;

namespace Bouncer.LocalCluster.Components;

/// <summary>Ports of the loopback interface that are free now. All are held until all are chosen, so they differ.</summary>
internal sealed record Ports(int EtcdClients, int EtcdPeers, int ApiServer, int ControllerManager)
{
    public static Ports Choose()
    {
        using TcpListener first = Hold(), second = Hold(), third = Hold(), fourth = Hold();
        return new(UnusedPort.Of(first), UnusedPort.Of(second), UnusedPort.Of(third), UnusedPort.Of(fourth));
    }

    private static TcpListener Hold() => UnusedPort.Hold(IPAddress.Loopback);
}
