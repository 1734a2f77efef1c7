using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bouncer.TestSupport;

namespace Bouncer.Observability.Tests;

/// <summary>Prometheus as a process of its own on a free port of loopback, with our rules.</summary>
public sealed partial class PrometheusServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client = new();
    private readonly TaskCompletionSource<Uri> _address = new();

    private PrometheusServer(Process process) => _process = process;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where its files may be.</param>
    /// <param name="targets">What is scraped, by job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<PrometheusServer> StartAsync(TemporaryFolder folder, IReadOnlyDictionary<string, Uri> targets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var rules = Path.Combine(Expressions.Folder, "prometheus");
        var configuration = folder.Write("prometheus.yaml", $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: ["{{rules}}/recording.yaml", "{{rules}}/alerts.yaml"]
            scrape_configs:
            {{string.Join('\n', targets.Select(t => $$"""- {job_name: {{t.Key}}, static_configs: [{targets: ["{{t.Value.Authority}}"]}]}"""))}}
            """);
        var server = new PrometheusServer(new Process
        {
            StartInfo = new(
                "/usr/bin/prometheus",
                [$"--config.file={configuration}", $"--storage.tsdb.path={folder.File("prometheus")}", "--web.listen-address=127.0.0.1:0"])
            {
                RedirectStandardError = true,
            },
        });
        server._process.ErrorDataReceived += (_, line) =>
        {
            if (Listening().Match(line.Data ?? "") is { Success: true } match)
            {
                server._address.TrySetResult(new Uri($"http://{match.Groups[1].Value}"));
            }
        };
        server._process.Start();
        server._process.BeginErrorReadLine();
        server._client.BaseAddress = await server._address.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        // It listens before it can answer.
        await Eventually.HoldsAsync(() => server.IsReadyAsync(cancellationToken), "Prometheus to be ready", cancellationToken);
        return server;
    }

    /// <summary>Whether an expression returns anything at this moment. A mistake in it is an exception.</summary>
    public async Task<bool> HasDataAsync(string expression)
    {
        using var form = new FormUrlEncodedContent([new("query", expression)]);
        using var answer = await _client.PostAsync(new Uri("/api/v1/query", UriKind.Relative), form);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (string)body["status"]! == "success" ? body["data"]!["result"]!.AsArray().Count > 0 : throw new FormatException($"{expression}: {body["error"]}");
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(new Uri("/-/ready", UriKind.Relative), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Kills it.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex("msg=\"Listening on\" address=(127\\.0\\.0\\.1:[0-9]+)")]
    private static partial Regex Listening();
}
