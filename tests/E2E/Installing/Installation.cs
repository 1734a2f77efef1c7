using System.Text;
using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;
using k8s;
using k8s.Models;

namespace Bouncer.E2E.Installing;

/// <summary>
/// A cluster that <c>bouncer init</c> was run on, from nothing to an API server that asks the Webhook: what it printed, and a
/// Webhook with the certificate that it has stored. Its nodes are none, so the Webhook runs here.
/// </summary>
public sealed class Installation : IAsyncLifetime
{
    /// <summary>The name of the ValidatingWebhookConfiguration that asks about what the plugin is not asked about.</summary>
    public const string Configuration = "image-bouncer-webhook";

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _stranger = new("a stranger");
    private NativeCluster? _cluster;
    private Kubernetes? _client;
    private ServiceProcess? _webhook;
    private Uri? _server;

    /// <summary>Why there is none; null if there is.</summary>
    public string? SkipReason { get; private set; }

    /// <summary>The cluster.</summary>
    public ITestCluster Cluster => _cluster!;

    /// <summary>A client that may do everything.</summary>
    public Kubernetes Client => _client!;

    /// <summary>The URL by which the API server calls the Webhook.</summary>
    public Uri Server => _server!;

    /// <summary>An authority that has signed nothing here.</summary>
    public TestAuthority Stranger => _stranger;

    /// <summary>The authority of the cluster, PEM.</summary>
    public string Authority => File.ReadAllText(FileOf("ca.crt"));

    /// <summary>What the first run came to.</summary>
    internal BouncerRun FirstRun { get; private set; } = null!;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <summary>The path of a file that is gone afterwards.</summary>
    public string FileOf(string name) => _folder.File(name);

    /// <summary>Writes such a file, and tells its path.</summary>
    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs <c>bouncer init</c> for this installation.</summary>
    internal Task<BouncerRun> InitAsync(params string[] arguments) => BouncerRun.OfAsync(InitArguments("admission", [.. Serves, .. arguments]));

    /// <summary>The arguments of <c>bouncer init</c> for an installation.</summary>
    /// <param name="folder">The name of the folder of its files.</param>
    /// <param name="arguments">Further ones.</param>
    public string[] InitArguments(string folder, params string[] arguments) =>
    [
        "init", "--kubeconfig", Cluster.KubeconfigFile, "--folder", FileOf(folder), "--host", "127.0.0.1",
        "--certificate-authority", FileOf("ca.crt"), "--client-certificate", FileOf("client.crt"), "--client-key", FileOf("client.key"), .. arguments,
    ];

    /// <summary>Runs <c>bouncer doctor</c> on this installation, unless the arguments say otherwise.</summary>
    internal Task<BouncerRun> DoctorAsync(params string[] arguments)
    {
        (string Option, string Value)[] usual = [("--kubeconfig", Cluster.KubeconfigFile), ("--admission-config", FileOf("admission/admission.yaml"))];
        return BouncerRun.OfAsync(["doctor", .. usual.Where(u => !arguments.Contains(u.Option)).SelectMany(u => new[] { u.Option, u.Value }), .. arguments]);
    }

    /// <summary>Registers the Webhook for what the plugin is not asked about, in place of what was registered before.</summary>
    /// <param name="change">What is different from how it should be.</param>
    public async Task RegisterAsync(Action<V1ValidatingWebhook>? change = null)
    {
        var registration = Registration();
        change?.Invoke(registration.Webhooks[0]);
        await Client.AdmissionregistrationV1.DeleteCollectionValidatingWebhookConfigurationAsync(cancellationToken: Deadline);
        await Client.AdmissionregistrationV1.CreateValidatingWebhookConfigurationAsync(registration, cancellationToken: Deadline);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (KubernetesBinaries.Find() is null)
        {
            SkipReason = "No cluster of kind native: the programs of a control plane are not here. eng/kubernetes.sh gets them.";
            Requirements.Check("native", SkipReason);
            return;
        }

        _cluster = await NativeCluster.StartAsync(new(), Deadline);
        var access = KubernetesClientConfiguration.BuildConfigFromConfigFile(Cluster.KubeconfigFile);
        _client = new(access);
        using var shown = _stranger.IssueClient("kube-apiserver");
        Write("ca.crt", access.SslCaCerts.ExportCertificatePems());
        Write("client.crt", shown.ExportCertificatePem());
        Write("client.key", shown.KeyPem());

        FirstRun = (await InitAsync("--approve")).Ended(0);
        await StartWebhookAsync();
        (await InitAsync()).Ended(0); // Its address is known now.
        await Cluster.RestartApiServerAsync(
            options => options with { AdmissionPlugins = ["ImagePolicyWebhook"], AdmissionConfigurationFile = FileOf("admission/admission.yaml") }, Deadline);

        // Before 1.21 nobody else sets the label.
        await Client.CoreV1.PatchNamespaceAsync(
            new V1Patch("""{"metadata":{"labels":{"kubernetes.io/metadata.name":"kube-system"}}}""", V1Patch.PatchType.MergePatch), "kube-system", cancellationToken: Deadline);
        await RegisterAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        if (_webhook is not null)
        {
            await _webhook.DisposeAsync();
        }

        _stranger.Dispose();
        _folder.Dispose();
    }

    private string[] Serves => _server is null ? [] : ["--server", _server.AbsoluteUri];

    private async Task StartWebhookAsync()
    {
        var secret = await Client.CoreV1.ReadNamespacedSecretAsync("tls-image-bouncer-webhook", "default", cancellationToken: Deadline);
        _webhook = ServiceProcess.Start(
            "image-bouncer-webhook.dll",
            [
                "--cert", Write("tls.crt", Encoding.UTF8.GetString(secret.Data["tls.crt"])), "--key", Write("tls.key", Encoding.UTF8.GetString(secret.Data["tls.key"])),
                "--registry-whitelist", "docker.io", "--bind", "127.0.0.1", "--port", "0", "--management-port", "0",
            ],
            Deadline);
        var (admission, _) = await _webhook.ListeningAsync();
        _server = new(admission, "/image_policy");
    }

    private V1ValidatingWebhookConfiguration Registration() => new()
    {
        Metadata = new() { Name = Configuration, Labels = new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = "bouncer" } },
        Webhooks =
        [
            new()
            {
                Name = "images.bouncer.dev",
                AdmissionReviewVersions = ["v1", "v1beta1"],
                SideEffects = "None",
                FailurePolicy = "Fail",
                ClientConfig = new() { Url = new Uri(Server, "/").AbsoluteUri, CaBundle = Encoding.UTF8.GetBytes(Authority) },
                NamespaceSelector = new() { MatchExpressions = [new() { Key = "kubernetes.io/metadata.name", OperatorProperty = "NotIn", Values = ["kube-system"] }] },
                Rules =
                [
                    Rule("", "pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers"),
                    Rule("apps", "*"),
                    Rule("batch", "*"),
                ],
            },
        ],
    };

    private static V1RuleWithOperations Rule(string group, params string[] resources)
        => new() { ApiGroups = [group], ApiVersions = ["*"], Operations = ["CREATE", "UPDATE"], Resources = resources };
}

/// <summary>The classes that share one installation.</summary>
[CollectionDefinition(Name)]
public sealed class SharedInstallation : ICollectionFixture<Installation>
{
    /// <summary>Its name.</summary>
    public const string Name = "installation";
}
