using System.Net;
using System.Net.Sockets;

namespace Bouncer.LocalCluster.Components;

/// <summary>Ports of the loopback interface that are free. All are held until all are chosen, so they differ; that of the controller
/// manager, which starts seconds after the others, until it starts.</summary>
internal sealed class Ports : IDisposable
{
    private readonly TcpListener _controllerManager = Hold();

    private Ports()
    {
        using TcpListener first = Hold(), second = Hold(), third = Hold();
        (EtcdClients, EtcdPeers, ApiServer) = (UnusedPort.Of(first), UnusedPort.Of(second), UnusedPort.Of(third));
        ControllerManager = UnusedPort.Of(_controllerManager);
    }

    public int EtcdClients { get; }

    public int EtcdPeers { get; }

    public int ApiServer { get; }

    public int ControllerManager { get; }

    public static Ports Choose() => new();

    /// <summary>Lets the controller manager have its port.</summary>
    public void ReleaseControllerManager() => _controllerManager.Dispose();

    public void Dispose() => ReleaseControllerManager();

    private static TcpListener Hold() => UnusedPort.Hold(IPAddress.Loopback);
}
