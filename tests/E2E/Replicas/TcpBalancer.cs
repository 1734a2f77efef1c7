using System.Net;
using System.Net.Sockets;

namespace Bouncer.E2E.Replicas;

/// <summary>
/// One address for several servers, as a load balancer on the transport layer: each connection goes to the next server that
/// takes it, and is reset when that server is gone. After a reset the API server tries again; after a mere end it does not.
/// </summary>
internal sealed class TcpBalancer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly Uri?[] _servers;
    private int _next;

    /// <param name="address">The address to listen on.</param>
    /// <param name="servers">How many servers there will be.</param>
    public TcpBalancer(string address, int servers)
    {
        _listener = new(IPAddress.Parse(address), 0);
        _servers = new Uri[servers];
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Says where a server listens from now on.</summary>
    public void Set(int server, Uri address) => Volatile.Write(ref _servers[server], address);

    /// <summary>Gives a server no more connections. Those that it has it keeps.</summary>
    public void Remove(int server) => Volatile.Write(ref _servers[server], null);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token), _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        using (client)
        {
            using var server = await ConnectAsync(end);
            if (server is not null)
            {
                var toServer = PumpAsync(client, server, end);
                var toClient = PumpAsync(server, client, end);
                await Task.WhenAny(toServer, toClient);
            }

            client.Client.Close(timeout: 0); // A reset. Disposing of the client would send an end first.
        }
    }

    /// <summary>Connects to the next server, or to one after it.</summary>
    private async Task<TcpClient?> ConnectAsync(CancellationToken end)
    {
        foreach (var _ in _servers)
        {
            if (Volatile.Read(ref _servers[(uint)Interlocked.Increment(ref _next) % _servers.Length]) is not { } address)
            {
                continue;
            }

            var server = new TcpClient();
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, address.Port, end);
                return server;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                server.Dispose();
            }
        }

        return null;
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to, CancellationToken end)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), end);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // One side is gone, which ends both.
        }
    }
}
