using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bouncer.Aspire.Embedded.TestApp;

/// <summary>
/// Answers every HTTP request on port PORT: 200 while the file HEALTHY_FILE exists or none is named, else 503. The answer's
/// body is the value of MESSAGE.
/// </summary>
internal static class TestService
{
    public static async Task<int> RunAsync()
    {
        var port = int.Parse(Environment.GetEnvironmentVariable("PORT")!, CultureInfo.InvariantCulture);
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Console.WriteLine($"listening on {port}");
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await AnswerAsync(client.GetStream());
        }
    }

    private static async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // The request does not matter, only its end: an empty line.
        }

        var file = Environment.GetEnvironmentVariable("HEALTHY_FILE");
        var status = file is null || File.Exists(file) ? "200 OK" : "503 Service Unavailable";
        var body = Environment.GetEnvironmentVariable("MESSAGE") ?? "";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"));
    }
}
