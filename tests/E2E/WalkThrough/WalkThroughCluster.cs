using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;
using k8s;

namespace Bouncer.E2E.WalkThrough;

/// <summary>The cluster of the walk-through, looked at by those who test it.</summary>
internal sealed class WalkThroughCluster : IAsyncDisposable
{
    /// <summary>The host name in the API server's kubeconfig, and the port of the Service.</summary>
    private const string Host = "image-bouncer-webhook";

    private const int NodePort = 30020;

    private readonly NodeCluster _cluster;

    private WalkThroughCluster(NodeCluster cluster, TestNamespace @default)
    {
        _cluster = cluster;
        Default = @default;
    }

    /// <summary>The namespace <c>default</c>.</summary>
    public TestNamespace Default { get; }

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <summary>Takes a cluster that is up.</summary>
    public static async Task<WalkThroughCluster> OfAsync(string name, KubernetesVersion version)
    {
        var cluster = await NodeCluster.OfAsync(name, version, Deadline);
        var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.KubeconfigFile));
        return new(cluster, await TestNamespace.ExistingAsync(client, cluster, "default", Deadline));
    }

    /// <summary>Runs kubectl, which has to succeed.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> KubectlAsync(params string[] arguments)
    {
        var (exitCode, output) = await Kubectl.RunAsync(_cluster, arguments);
        Assert.True(exitCode == 0, $"kubectl {string.Join(' ', arguments)}:\n{output}");
        return output;
    }

    /// <summary>Waits until all replicas of a Deployment are ready and those of before are gone.</summary>
    public async Task UntilRolledOutAsync(string @namespace, string deployment)
    {
        var (exitCode, output) = await Kubectl.RunAsync(_cluster, "rollout", "status", $"--namespace={@namespace}", $"deployment/{deployment}", "--timeout=3m");
        Assert.True(exitCode == 0, $"{output}\n{await PodsAsync(@namespace)}");
    }

    /// <summary>The certificate that the Webhook shows at its NodePort, if the cluster's authority has signed it for its name.</summary>
    public async Task<X509Certificate2> ShownCertificateAsync()
    {
        X509Certificate2? shown = null;
        await Eventually.HoldsAsync(async () => (shown = await AnsweredCertificateAsync()) is not null, $"an answer at port {NodePort}", Deadline);
        return shown!;
    }

    /// <summary>Null if nobody answers: until kube-proxy knows where a port leads, connections are refused, broken off, or taken and left lying.</summary>
    private async Task<X509Certificate2?> AnsweredCertificateAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(_cluster.NodeAddress, NodePort, limit.Token);
            await using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Host, CertificateChainPolicy = Trust() }, limit.Token);
            return X509CertificateLoader.LoadCertificate(((X509Certificate2)tls.RemoteCertificate!).RawData);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !Deadline.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Runs <c>bouncer doctor</c> where the Services of the cluster can be called.</summary>
    public Task<(int ExitCode, string Output)> DoctorInsideAsync(params string[] arguments) => _cluster.ExecuteAsync(
        [
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet")), "exec",
            Path.Combine(AppContext.BaseDirectory, "bouncer.dll"), "doctor", "--kubeconfig", _cluster.KubeconfigFile, .. arguments,
        ],
        Deadline);

    /// <summary>The memory of the services' processes, for people.</summary>
    public async Task<string> MemoryAsync()
    {
        var (_, processes) = await _cluster.ExecuteAsync(["ps", "-eo", "rss,args"], Deadline);
        return string.Join('\n', processes.Split('\n')
            .Where(line => line.Contains("/usr/bin/image-bouncer-webhook", StringComparison.Ordinal) || line.Contains("/usr/bin/gatekeeper-adapter", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(' ', 3))
            .Select(words => string.Create(CultureInfo.InvariantCulture, $"{words[1]}: {int.Parse(words[0], CultureInfo.InvariantCulture) / 1024} MiB resident")));
    }

    /// <summary>What the Pods of a namespace are doing and have written, for reports of failures.</summary>
    public async Task<string> PodsAsync(string @namespace)
    {
        var pods = await Kubectl.RunAsync(_cluster, "get", "pods,events", $"--namespace={@namespace}", "--output=wide");
        var logs = await Kubectl.RunAsync(_cluster, "logs", $"--namespace={@namespace}", "--selector=app.kubernetes.io/part-of=bouncer", "--tail=15", "--prefix");
        return pods.Output + logs.Output;
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(KubernetesClientConfiguration.BuildConfigFromConfigFile(_cluster.KubeconfigFile).SslCaCerts);
        return policy;
    }
}
