using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bouncer.Benchmarks.Recording;

/// <summary>The dashboard as a process of its own, so that what receiving costs is not counted.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly Process _process;

    private readonly HttpClient _management;

    private OtlpReceiver(Process process, int port, int managementPort)
    {
        _process = process;
        Endpoint = new($"http://127.0.0.1:{port}");
        _management = new() { BaseAddress = new($"http://127.0.0.1:{managementPort}") };
    }

    /// <summary>Where it takes OTLP over gRPC, which exporters speak if nothing else is set.</summary>
    public Uri Endpoint { get; }

    public static async Task<OtlpReceiver> StartAsync()
    {
        var (port, managementPort) = (FreePort(), FreePort());
        var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "bouncer-dashboard.dll"), "--port", "0", "--otlp-http-port", "0",
                "--management-port", managementPort.ToString(CultureInfo.InvariantCulture),
                "--otlp-grpc-port", port.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardOutput = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        while (!await ListensAsync(port))
        {
            await Task.Delay(100);
        }

        return new(process, port, managementPort);
    }

    /// <summary>How many records of a signal have arrived: <c>traces</c>, <c>logs</c>.</summary>
    public async Task<long> ReceivedAsync(string signal)
    {
        var name = $"bouncer_dashboard_received_total{{bouncer_signal=\"{signal}\"}} ";
        var line = (await _management.GetStringAsync("/metrics")).Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _management.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
