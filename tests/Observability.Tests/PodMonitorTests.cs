using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.Observability.Tests;

/// <summary>The PodMonitor and what is applied with it, as a real API server takes them that knows the kind by
/// <c>podmonitors.yaml</c>.</summary>
public sealed class PodMonitorTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ControlPlane? _cluster;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    private static string Manifest { get; } = Path.Combine(Expressions.Folder, "podmonitor.yaml");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Tools.RequireKubernetes();
        _cluster = await ControlPlane.StartAsync(new() { StartTimeout = TimeSpan.FromMinutes(3) }, Deadline);
        await SucceedAsync("apply", "-f", Path.Combine(Repository.Root, "tests", "Observability.Tests", "podmonitors.yaml"));

        // Not by kubectl wait, which fails where an object has no conditions yet.
        await Eventually.HoldsAsync(async () => (await KubectlAsync("get", "podmonitors")).ExitCode == 0, "PodMonitors are served", Deadline);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    [Fact]
    public async Task ApiServer_TakesWhatTheReadmeApplies_AndRefusesWrongValues()
    {
        await SucceedAsync("apply", "-k", Expressions.Folder);
        Assert.Equal("management", await SucceedAsync("get", "podmonitor", "bouncer", "-o", "jsonpath={.spec.podMetricsEndpoints[0].port}"));

        // What it takes means something only if it refuses what is wrong. Older API servers name lists without an index.
        await RefusedAsync("interval: 30s", "interval: 30", """\.interval: Invalid value: "integer": """);
        await RefusedAsync("interval: 30s", "interval: 30 s", """\.interval: Invalid value: .*should match""");
        await RefusedAsync("scheme: http", "scheme: ftp", """\.scheme: Unsupported value: "ftp": """);
        await RefusedAsync("port: management", "port: 9090", """\.port: Invalid value: "integer": """);
        await RefusedAsync("port: management", "portNumber: 90900", """\.portNumber: Invalid value: .*should be less than or equal to 65535""");
        await RefusedAsync("path: /metrics", "relabelings: [{action: delete}]", """\.relabelings(\[0\])?\.action: Unsupported value: "delete": """);
        await RefusedAsync("any: true", "any: yes please", """spec\.namespaceSelector\.any: Invalid value: "string": """);
        await RefusedAsync("  selector:", "  labels:", """spec\.selector: Required value""");

        // Fields that there are none are refused as kubectl asks for it, by what the API server has published.
        await RefusedAsync("path: /metrics", "endpoint: /metrics", """unknown field "(spec\.podMetricsEndpoints\[0\]\.)?endpoint\b""", validate: true);
    }

    /// <summary>Asserts that the PodMonitor is refused with a change: by the API server, or by kubectl before it asks.</summary>
    private async Task RefusedAsync(string right, string wrong, string message, bool validate = false)
    {
        var manifest = await File.ReadAllTextAsync(Manifest, Deadline);
        Assert.Contains(right, manifest, StringComparison.Ordinal);
        var file = _folder.Write("podmonitor.yaml", manifest.Replace(right, wrong, StringComparison.Ordinal));

        var (exitCode, output) = await KubectlAsync("apply", validate ? "--validate=true" : "--validate=false", "-f", file);

        Assert.True(exitCode != 0, $"{wrong} was taken: {output}");
        Assert.Matches(message, output);
    }

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exitCode, output) = await KubectlAsync(arguments);
        Assert.True(exitCode == 0, $"kubectl {string.Join(' ', arguments)}: {output}");
        return output;
    }

    private Task<(int ExitCode, string Output)> KubectlAsync(params string[] arguments)
        => Tools.RunAsync(KubernetesBinaries.Find()!.Kubectl, [$"--kubeconfig={_cluster!.KubeconfigFile}", .. arguments], Deadline);
}
