using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.E2E.Installing;
using Bouncer.TestSupport;
using k8s;

namespace Bouncer.E2E.WalkThrough;

/// <summary>A cluster with a node, and what a person does to bring both services into it: <c>docs/walkthrough.md</c>.</summary>
internal sealed class WalkThroughCluster : IAsyncDisposable
{
    /// <summary>The host name in the API server's kubeconfig, and the port of the Service.</summary>
    public const string Host = "image-bouncer-webhook";

    private const int NodePort = 30020;

    private readonly TemporaryFolder _folder = new();
    private readonly NodeCluster _cluster;

    private WalkThroughCluster(NodeCluster cluster)
    {
        _cluster = cluster;
        Client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.KubeconfigFile));
    }

    /// <summary>A client that may do everything.</summary>
    public Kubernetes Client { get; }

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <summary>Where <c>eng/images.sh</c> puts images.</summary>
    private static string Images => Path.Combine(Repository.Root, "artifacts", "images");

    /// <summary>The overlays that the API server understands.</summary>
    private string Overlays => Path.Combine(Repository.Root, "deploy", "overlays", _cluster.Version.IsBefore(21) ? "kubernetes-1.20" : "");

    /// <summary>Starts a cluster whose API server asks nobody yet; skips the test where there can be none.</summary>
    public static async Task<WalkThroughCluster> StartAsync()
    {
        Requirements.SkipWithoutNode();
        var reason = await ClusterKind.Chosen.FindOutWhyNotAsync(Deadline)
            ?? (Directory.Exists(Images) ? null : "the services' images are not here. eng/images.sh makes them.");
        if (reason is not null)
        {
            Requirements.Check(Requirements.Node, reason);
            Assert.Skip(reason);
        }

        return new((NodeCluster)await ClusterKind.Chosen.StartAsync(new(), "", Deadline));
    }

    /// <summary>A namespace that is there.</summary>
    public Task<TestNamespace> NamespaceAsync(string name) => TestNamespace.ExistingAsync(Client, _cluster, name, Deadline);

    /// <summary>Runs kubectl, which has to succeed.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> KubectlAsync(params string[] arguments)
    {
        var (exitCode, output) = await Kubectl.RunAsync(_cluster, arguments);
        Assert.True(exitCode == 0, $"kubectl {string.Join(' ', arguments)}:\n{output}");
        return output;
    }

    /// <summary>Runs <c>bouncer init</c>, which has to succeed.</summary>
    /// <param name="folder">The folder of the API server's files.</param>
    /// <param name="meanwhile">What somebody does before it ends.</param>
    /// <param name="arguments">Further arguments.</param>
    public async Task<string> InitAsync(string folder, Func<Task> meanwhile, params string[] arguments)
    {
        string Certificate(string name) => Path.Combine(Path.GetDirectoryName(_cluster.KubeconfigFile)!, "certificates", name);
        return (await BouncerRun.OfAsync(
            meanwhile,
            [
                "init", "--kubeconfig", _cluster.KubeconfigFile, "--folder", _folder.File(folder), "--certificate-authority", Certificate("ca.crt"),
                "--client-certificate", Certificate("apiserver-client.crt"), "--client-key", Certificate("apiserver-client.key"), .. arguments,
            ])).Ended(0).Output;
    }

    /// <summary>Puts a service's image where the node pulls it, and makes of an overlay one with that image.</summary>
    /// <param name="service">The service.</param>
    /// <param name="overlay">The overlay, such as <c>development</c>.</param>
    /// <param name="folder">The service's folder in it.</param>
    /// <param name="image">What the overlay calls the image.</param>
    /// <returns>The folder to apply.</returns>
    public async Task<string> PrepareAsync(string service, string overlay, string folder, string image)
    {
        var own = $"docker.io/example/{service}";
        await _cluster.PushAsync(Path.Combine(Images, $"{service}.tar"), $"{own}:dev", Deadline);
        var here = Directory.CreateDirectory(_folder.File(service)).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(here, "kustomization.yaml"),
            $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            bases:
            - {Path.GetRelativePath(here, Path.Combine(Overlays, overlay, folder))}
            images:
            - name: {image}
              newName: {own}
              newTag: dev

            """,
            Deadline);
        return here;
    }

    /// <summary>Waits until all replicas of a Deployment are ready and those of before are gone.</summary>
    public async Task UntilRolledOutAsync(string @namespace, string deployment)
    {
        var (exitCode, output) = await Kubectl.RunAsync(_cluster, "rollout", "status", $"--namespace={@namespace}", $"deployment/{deployment}", "--timeout=3m");
        Assert.True(exitCode == 0, $"{output}\n{await PodsAsync(@namespace)}");
    }

    /// <summary>Has the API server ask the Webhook by what <c>bouncer init</c> has written, or not.</summary>
    public Task SwitchAsync(bool on) => _cluster.RestartApiServerAsync(
        options => options with
        {
            AdmissionPlugins = on ? ["ImagePolicyWebhook"] : [],
            AdmissionConfigurationFile = on ? _folder.File("admission/admission.yaml") : null,
        },
        Deadline);

    /// <summary>The certificate that the Webhook shows at its NodePort, if the cluster's authority has signed it for its name.</summary>
    public async Task<X509Certificate2> ShownCertificateAsync()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_cluster.NodeAddress, NodePort, Deadline);
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Host, CertificateChainPolicy = Trust() }, Deadline);
        return X509CertificateLoader.LoadCertificate(((X509Certificate2)tls.RemoteCertificate!).RawData);
    }

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

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(KubernetesClientConfiguration.BuildConfigFromConfigFile(_cluster.KubeconfigFile).SslCaCerts);
        return policy;
    }
}
