using System.Net;
using System.Net.Sockets;
using Bouncer.LocalCluster.Components;

namespace Bouncer.LocalCluster.Tests.Components;

/// <summary>Where the components listen.</summary>
public class PortsTests
{
    /// <summary>The controller manager starts seconds after its port was chosen, and the API server again on its own.</summary>
    [Fact]
    public void Ports_AreOfThoseThatTheSystemGivesNobodyMeanwhile()
    {
        using var ports = Ports.Choose();

        int[] all = [ports.EtcdClients, ports.EtcdPeers, ports.ApiServer, ports.ControllerManager];
        Assert.Equal(4, all.Distinct().Count());
        Assert.All(all, port => Assert.InRange(port, UnusedPort.First, UnusedPort.Last));
        if (File.Exists("/proc/sys/net/ipv4/ip_local_port_range"))
        {
            var given = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t').Select(int.Parse).ToArray();
            Assert.All(all, port => Assert.NotInRange(port, given[0], given[1]));
        }
    }

    [Fact]
    public void PortOfTheControllerManager_IsNobodysUntilItStarts()
    {
        using var ports = Ports.Choose();
        using var other = new TcpListener(IPAddress.Loopback, ports.ControllerManager);

        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(other.Start).SocketErrorCode);

        ports.ReleaseControllerManager();
        other.Start();
    }
}
