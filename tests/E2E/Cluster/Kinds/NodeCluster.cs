using System.Globalization;
using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Admission;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Cluster.Kinds;

/// <summary>A control plane with a node that runs Pods: <c>eng/cluster.sh</c>. It sees the files of this machine where they are.</summary>
internal sealed class NodeCluster : ITestCluster
{
    private static int s_started;

    private readonly TemporaryFolder _folder = new();
    private readonly ClusterScript _script;
    private ControlPlaneOptions _options;

    private NodeCluster(ClusterScript script, ControlPlaneOptions options, KubernetesVersion version)
    {
        _script = script;
        _options = options;
        Version = version;
    }

    /// <summary>A name that no other cluster of these tests has, nor one of a person.</summary>
    public static string NewName()
        => string.Create(CultureInfo.InvariantCulture, $"e2e-{Environment.ProcessId}-{Interlocked.Increment(ref s_started)}");

    /// <inheritdoc/>
    public string Description => $"node: Kubernetes {Version} with a node that runs Pods";

    /// <inheritdoc/>
    public KubernetesVersion Version { get; }

    /// <inheritdoc/>
    public string KubeconfigFile { get; private set; } = "";

    /// <summary>The node's address, where the ports of Services are.</summary>
    public string NodeAddress { get; private set; } = "";

    /// <summary>Finds the programs.</summary>
    /// <returns>The programs of the control plane, beside which those of a node are; null if they are not all here.</returns>
    public static async Task<KubernetesBinaries?> FindProgramsAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output) = await ClusterScript.KubernetesAsync(cancellationToken, "--node", "--find");
        string In(string program) => Path.Combine(output.Trim(), program);
        return exitCode == 0 ? new(In("etcd"), In("kube-apiserver"), In("kube-controller-manager"), In("kubectl")) : null;
    }

    /// <summary>Starts it. It goes down with this process at the latest.</summary>
    /// <param name="options">What it is made of, but for <see cref="ControlPlaneOptions.Binaries"/>, which are found.</param>
    /// <param name="version">The version of what is found.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<NodeCluster> StartAsync(ControlPlaneOptions options, KubernetesVersion version, CancellationToken cancellationToken)
    {
        var cluster = new NodeCluster(new(NewName()), options, version);
        try
        {
            var keeper = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            cluster.Read(await cluster._script.SucceedAsync(cancellationToken, ["up", "--while", keeper, "--", .. cluster.Arguments()]));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>One that somebody has started. It is taken down with the rest.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<NodeCluster> OfAsync(string name, KubernetesVersion version, CancellationToken cancellationToken)
    {
        var cluster = new NodeCluster(new(name), new(), version);
        cluster.Read(await cluster._script.SucceedAsync(cancellationToken, "status"));
        return cluster;
    }

    /// <inheritdoc/>
    public Uri AddressOf(Uri service) => new UriBuilder(service) { Host = "host.docker.internal" }.Uri;

    /// <inheritdoc/>
    public async Task RestartApiServerAsync(Func<ControlPlaneOptions, ControlPlaneOptions>? change, CancellationToken cancellationToken)
    {
        _options = change?.Invoke(_options) ?? _options;
        await _script.SucceedAsync(cancellationToken, ["api-server", .. Arguments()]);
    }

    /// <summary>Runs something where the API server runs.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its exit code, and what it wrote to both its outputs.</returns>
    public Task<(int ExitCode, string Output)> ExecuteAsync(string[] command, CancellationToken cancellationToken)
        => _script.RunAsync(cancellationToken, ["exec", .. command]);

    /// <summary>Puts an image into the cluster's registry.</summary>
    /// <param name="archive">An OCI image layout, as a tar.</param>
    /// <param name="name">What Pods call it, registry included.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task PushAsync(string archive, string name, CancellationToken cancellationToken) => _script.SucceedAsync(cancellationToken, "push", archive, name);

    /// <inheritdoc/>
    public async Task<string> LastLinesAsync()
        => (await ExecuteAsync(["sh", "-c", "tail -n 15 /run/cluster/log/*.log"], CancellationToken.None)).Output;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _script.SucceedAsync(CancellationToken.None, "down");
        _folder.Dispose();
    }

    private void Read(string status)
    {
        KubeconfigFile = Named("kubeconfig", status);
        NodeAddress = Named("NodePorts", status);
    }

    private static string Named(string name, string status)
        => status.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal))[name.Length..].Trim();

    /// <summary>Writes the admission configuration, and tells the API server of all it is asked to be.</summary>
    private IEnumerable<string> Arguments()
    {
        var webhook = _options.ImagePolicyWebhook;
        AdmissionConfiguration.Write(webhook is null ? null : webhook with { Server = AddressOf(webhook.Server) }, _options.WebhookClientCertificate, _folder.Path);
        return ApiServerArguments.Of(_options, AdmissionConfiguration.PathIn(_folder.Path));
    }
}
