using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Certificates;
using k8s;
using k8s.Models;

namespace Bouncer.Benchmarks.Cluster;

/// <summary>
/// What an audit takes: Pods of a real API server against 10 constraints, of which a half are violated by every second Pod. Measured
/// with a tenth of the Pods and with all of them, since the memory shall be the same.
/// </summary>
internal static class AuditRun
{
    private const int Constraints = 10;
    private const int Workers = 8;
    private const int Runs = 5;
    private const string Namespace = "default";
    private const string Template = "samples/allowed-repos/template.yaml";

    /// <param name="program">The path of the published adapter.</param>
    /// <param name="pods">How many Pods.</param>
    public static async Task MeasureAsync(string program, int pods)
    {
        var folder = Directory.CreateTempSubdirectory("audit-");
        try
        {
            await using var cluster = await ControlPlane.StartAsync(new() { StartTimeout = TimeSpan.FromMinutes(3) });
            using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.KubeconfigFile));
            await client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { Name = "gatekeeper-system" } });
            var (port, management) = FreePorts();
            using var process = Start(program, folder.FullName, cluster.KubeconfigFile, port, management);
            using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{management}"), Timeout = TimeSpan.FromMinutes(5) };
            await UntilAsync(() => IsReadyAsync(http));
            await KubectlAsync(cluster, "apply", "-f", Template);
            await UntilAsync(async () => await KubectlAsync(cluster, "apply", "-f", Write(folder.FullName, "constraints.yaml", ConstraintsText())) == 0);
            await UntilAsync(async () => (await http.GetStringAsync("/readyz")).Contains($"{Constraints} of {Constraints} constraints", StringComparison.Ordinal));
            await UntilAsync(async () => (await http.GetStringAsync("/audit")).Contains("\"leading\"", StringComparison.Ordinal));

            Console.WriteLine("pods     run   seconds   violations   resident MiB   peak MiB");
            var present = 0;
            foreach (var count in (int[])[pods / 10, pods])
            {
                await CreatePodsAsync(client, present, count);
                present = count;
                for (var run = 1; run <= Runs; run++)
                {
                    using var answer = await http.PostAsync(new Uri("/audit/run", UriKind.Relative), null);
                    var summary = await answer.Content.ReadFromJsonAsync<JsonElement>();
                    process.Refresh();
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{summary.GetProperty("objects").GetInt64(),-8} {run,3} {summary.GetProperty("seconds").GetDouble(),9:0.000} {summary.GetProperty("violations").GetProperty("deny").GetInt64(),12} {process.WorkingSet64 / 1048576.0,14:0.0} {process.PeakWorkingSet64 / 1048576.0,10:0.0}  {summary.GetProperty("outcome").GetString()}"));
                }
            }

            process.Kill();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string ConstraintsText() => string.Join("---\n", Enumerable.Range(0, Constraints).Select(i => $$"""
        apiVersion: constraints.gatekeeper.sh/v1beta1
        kind: K8sAllowedRepos
        metadata: {name: repos-{{i}} }
        spec:
          match: {kinds: [{apiGroups: ["*"], kinds: [Pod]}]}
          parameters: {repos: ["docker.io/"{{(i % 2 == 0 ? ", \"gcr.io/\"" : "")}}]}

        """));

    private static async Task CreatePodsAsync(Kubernetes client, int first, int end)
    {
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < end; i = Interlocked.Increment(ref next))
            {
                await client.CoreV1.CreateNamespacedPodAsync(Pod(i), Namespace);
            }
        })));
    }

    /// <summary>A Pod about as large as those of clusters are, some 4 KiB.</summary>
    private static V1Pod Pod(int number) => new()
    {
        Metadata = new()
        {
            Name = $"pod-{number:00000}",
            Labels = Enumerable.Range(0, 8).ToDictionary(i => $"example.com/label-{i}", i => $"value-{i}"),
            Annotations = new Dictionary<string, string> { ["example.com/note"] = new('n', 1024) },
        },
        Spec = new()
        {
            Containers =
            [
                new() { Name = "main", Image = number % 2 == 0 ? "docker.io/library/busybox:1" : "gcr.io/library/busybox:1", Env = Variables() },
                new() { Name = "side", Image = "docker.io/library/busybox:1", Env = Variables() },
            ],
        },
    };

    private static V1EnvVar[] Variables() => [.. Enumerable.Range(0, 10).Select(i => new V1EnvVar { Name = $"VARIABLE_{i}", Value = $"value of {i}" })];

    private static Process Start(string program, string folder, string kubeconfig, int port, int management)
    {
        using var authority = new CertificateAuthority("benchmark", TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1));
        var server = authority.IssueServer("localhost", ["localhost"], [IPAddress.Loopback]);
        var process = Process.Start(new ProcessStartInfo(
            program,
            [
                "--cert", Write(folder, "tls.crt", server.Certificate), "--key", Write(folder, "tls.key", server.Key), "--bind", "127.0.0.1",
                "--port", Text(port), "--management-port", Text(management), "--kubeconfig", kubeconfig, "--audit-interval", "0",
            ])
        {
            RedirectStandardOutput = true,
        })!;
        process.BeginOutputReadLine(); // Read, and of no interest.
        return process;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new TimeoutException("The adapter did not come so far within 2 minutes.");
            }

            await Task.Delay(200);
        }
    }

    private static async Task<int> KubectlAsync(ControlPlane cluster, params string[] arguments)
    {
        using var kubectl = Process.Start(cluster.Binaries.Kubectl, [$"--kubeconfig={cluster.KubeconfigFile}", .. arguments]);
        await kubectl.WaitForExitAsync();
        return kubectl.ExitCode;
    }

    private static string Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static (int Admission, int Management) FreePorts()
    {
        using TcpListener one = new(IPAddress.Loopback, 0), other = new(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
