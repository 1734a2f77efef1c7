using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Bouncer.E2E.Cluster.Kinds;

/// <summary>The Docker engine of this machine, as far as the client library has to be told of it.</summary>
internal sealed class DockerEngine : IDisposable
{
    private const string DefaultSocket = "/var/run/docker.sock";

    private readonly HttpClient _client;

    private DockerEngine(HttpClient client, string apiVersion)
    {
        _client = client;
        ApiVersion = apiVersion;
    }

    /// <summary>The newest version of its API. The client library asks for one that older engines refuse.</summary>
    public string ApiVersion { get; }

    /// <summary>Finds the engine.</summary>
    /// <returns>The engine; null if none answers.</returns>
    public static async Task<DockerEngine?> FindAsync(CancellationToken cancellationToken)
    {
        var socket = Environment.GetEnvironmentVariable("DOCKER_HOST") is { } host && host.StartsWith("unix://", StringComparison.Ordinal)
            ? host["unix://".Length..]
            : DefaultSocket;
        var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        {
            BaseAddress = new("http://docker"),
            Timeout = TimeSpan.FromSeconds(10),
        };
        try
        {
            using var answer = await client.GetAsync("/_ping", cancellationToken);
            return new(client, answer.EnsureSuccessStatusCode().Headers.GetValues("Api-Version").First());
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            client.Dispose();
            return null;
        }
    }

    /// <summary>Removes what a test run that was killed has left.</summary>
    /// <param name="label">The label of its containers. Its value is the id of the process that they belong to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RemoveOrphansAsync(string label, CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString(new JsonObject { ["label"] = new JsonArray(label) }.ToJsonString());
        var containers = JsonNode.Parse(await _client.GetStringAsync($"/containers/json?all=true&filters={filter}", cancellationToken))!;
        foreach (var container in containers.AsArray())
        {
            if (!IsRunning((string?)container!["Labels"]![label]))
            {
                using var answer = await _client.DeleteAsync($"/containers/{container["Id"]}?force=true&v=true", cancellationToken);
                if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict)) // Another run may clean up as well.
                {
                    answer.EnsureSuccessStatusCode();
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static bool IsRunning(string? processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(int.Parse(processId ?? "", CultureInfo.InvariantCulture));
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
