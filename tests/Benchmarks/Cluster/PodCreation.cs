using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Admission;
using Bouncer.LocalCluster.Certificates;
using k8s;
using k8s.Models;

namespace Bouncer.Benchmarks.Cluster;

/// <summary>
/// What the Webhook costs a cluster: Pods created through a real API server, without the ImagePolicyWebhook plugin, with it
/// and a cache that knows the answer, and with it and no cache. All on this machine, so only the differences mean something.
/// </summary>
internal static class PodCreation
{
    private const int Workers = 8;
    private const string Namespace = "default";
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);

    /// <param name="program">The path of the published Webhook.</param>
    /// <param name="seconds">How long each run takes, at most 60.</param>
    public static async Task CompareAsync(string program, int seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 60));
        var folder = Directory.CreateTempSubdirectory("pod-creation-");
        try
        {
            using var webhook = WebhookUnderLoad.Start(program, folder.FullName);
            var watch = Stopwatch.StartNew();
            await using var cluster = await ControlPlane.StartAsync();
            Console.WriteLine(Invariant($"Kubernetes {cluster.Version}, ready after {watch.Elapsed.TotalSeconds:0.0} s"));
            Console.WriteLine("plugin               pods/s   p50 ms   p99 ms   reviews   review µs   share of mean latency");

            await RunAsync("none", configuration: null);
            await RunAsync("with cache", webhook.Configuration);
            await RunAsync("without cache", webhook.Configuration with { AllowTtl = TimeSpan.Zero });

            watch.Restart();
            await cluster.DisposeAsync();
            Console.WriteLine(Invariant($"stopped in {watch.Elapsed.TotalSeconds:0.00} s"));

            async Task RunAsync(string name, ImagePolicyWebhookConfiguration? configuration)
            {
                await cluster.RestartApiServerAsync(o => o with { ImagePolicyWebhook = configuration });
                using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.KubeconfigFile));
                await CreatePodsAsync(client, s_warmUp);
                var before = await webhook.ReviewsAsync();
                var latencies = await CreatePodsAsync(client, time);
                var after = await webhook.ReviewsAsync();
                await client.CoreV1.DeleteCollectionNamespacedPodAsync(Namespace, gracePeriodSeconds: 0);
                Report(name, latencies, time, after.Count - before.Count, after.Seconds - before.Seconds);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double[]> CreatePodsAsync(Kubernetes client, TimeSpan time)
    {
        var latencies = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < time)
            {
                var started = Stopwatch.GetTimestamp();
                await client.CoreV1.CreateNamespacedPodAsync(
                    new V1Pod
                    {
                        Metadata = new() { Name = $"pod-{Guid.NewGuid():N}" },
                        Spec = new() { Containers = [new() { Name = "main", Image = "docker.io/library/busybox" }] },
                    },
                    Namespace);
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        return [.. latencies.Order()];
    }

    private static void Report(string name, double[] latencies, TimeSpan time, long reviews, double reviewSeconds)
    {
        var share = reviewSeconds * 1000 / latencies.Sum();
        Console.WriteLine(Invariant(
            $"{name,-18} {latencies.Length / time.TotalSeconds,8:0} {latencies[latencies.Length / 2],8:0.00} {latencies[(int)(latencies.Length * 0.99)],8:0.00} {reviews,9} {(reviews == 0 ? 0 : reviewSeconds * 1e6 / reviews),11:0} {share,23:0.00%}"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
