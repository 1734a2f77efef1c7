using Bouncer.E2E.Cluster;
using Bouncer.E2E.Gatekeeper;
using Bouncer.E2E.Telemetry;
using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Admission;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(ClusterFixture))]

// Tests restart parts of the one cluster and change the one policy.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Bouncer.E2E.Cluster;

/// <summary>
/// What all tests share: the services under the AppHost, and a real API server that asks them with the admission
/// configuration of the walk-through, over mutual TLS.
/// </summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    /// <summary>The Webhook's name in the AppHost.</summary>
    public const string WebhookResource = "image-bouncer-webhook";

    /// <summary>For a start that takes about ten seconds on an idle machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceLog _services = new();
    private OtlpCollector? _collector;
    private IDistributedApplicationTestingBuilder? _builder;
    private DistributedApplication? _app;
    private ControlPlane? _controlPlane;
    private Kubernetes? _client;

    /// <summary>Why there is no cluster; null if there is one.</summary>
    public string? SkipReason { get; private set; }

    /// <summary>The control plane.</summary>
    public ControlPlane ControlPlane => _controlPlane!;

    /// <summary>A client of the API server that may do everything.</summary>
    public Kubernetes Client => _client!;

    /// <summary>The services.</summary>
    public DistributedApplication App => _app!;

    /// <summary>gatekeeper-adapter, which starts with the first test that wants it.</summary>
    internal GatekeeperService Gatekeeper { get; private set; } = null!;

    /// <summary>What the services have told over OTLP.</summary>
    internal OtlpCollector Collector => _collector!;

    /// <summary>What the services have written.</summary>
    internal ServiceLog ServiceLog => _services;

    /// <summary>The policy that all tests begin and end with.</summary>
    public PolicyFile Policy { get; private set; } = null!;

    /// <summary>The API server's audit log.</summary>
    public AuditLog AuditLog { get; private set; } = null!;

    /// <summary>The Webhook's address, as the API server knows it.</summary>
    public Uri Webhook => App.GetEndpoint(WebhookResource, "admission");

    /// <summary>The development certificates of the AppHost.</summary>
    public string CertificateFile(string name) => Path.Combine(_builder!.AppHostDirectory, "../../artifacts/certificates", name);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var binaries = KubernetesBinaries.Find();
        if (binaries is null)
        {
            SkipReason = "No native cluster: the programs of a control plane are not here. eng/kubernetes.sh gets them.";
            Requirements.Check("native", SkipReason);
            return;
        }

        using var deadline = new CancellationTokenSource(Patience);
        Policy = new(_folder.File("policy.yaml"));
        _collector = await OtlpCollector.StartAsync(deadline.Token);
        OtlpCollector.PointTo(_collector.Address);
        GatekeeperService.BeQuick();
        await StartServicesAsync(deadline.Token);
        await StartControlPlaneAsync(binaries, deadline.Token);
    }

    /// <summary>What the plugin is told about the Webhook: the walk-through's values.</summary>
    public ImagePolicyWebhookConfiguration AskTheWebhook() => new()
    {
        Server = new(Webhook, "/image_policy"),
        CertificateAuthorityFile = CertificateFile("ca.crt"),
        ClientCertificate = ApiServerCertificate(),
        AllowTtl = TimeSpan.FromSeconds(50),
        DenyTtl = TimeSpan.FromSeconds(50),
        RetryBackoff = TimeSpan.FromMilliseconds(500),
        DefaultAllow = false,
    };

    /// <summary>What the API server shows the Webhook.</summary>
    public ClientCertificateFiles ApiServerCertificate() => new(CertificateFile("client.crt"), CertificateFile("client.key"));

    /// <summary>A text for people who have to find out why a test failed.</summary>
    /// <param name="namespaceName">The test's namespace: its requests and answers are told from the audit log.</param>
    public string Report(string? namespaceName) => SkipReason ?? $"""
        === Control plane
        {ControlPlane.LastLines()}
        === Services
        {_services.LastLines(40)}
        === Requests and answers in {namespaceName}
        {(namespaceName is null ? "" : AuditLog.Describe(namespaceName))}
        """;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_controlPlane is not null)
        {
            await _controlPlane.DisposeAsync();
        }

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_builder is not null)
        {
            await _builder.DisposeAsync();
        }

        if (_collector is not null)
        {
            await _collector.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task StartServicesAsync(CancellationToken cancellationToken)
    {
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [
                "--admission-port", "0", "--policy", Policy.Path, "--client-certificates", "required",
                "--gatekeeper-port", "0", "--kubeconfig", _folder.File("admin.kubeconfig"), // Of the cluster that comes later.
            ],
            cancellationToken);
        _builder.Services.AddLogging(logging => logging.AddProvider(_services));
        _app = await _builder.BuildAsync(cancellationToken);
        await _app.StartAsync(cancellationToken);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync(WebhookResource, cancellationToken);
    }

    private async Task StartControlPlaneAsync(KubernetesBinaries binaries, CancellationToken cancellationToken)
    {
        var version = await binaries.GetVersionAsync(cancellationToken);
        AuditLog = new(_folder.File("audit.log"));
        _controlPlane = await ControlPlane.StartAsync(
            new()
            {
                Binaries = binaries,
                ImagePolicyWebhook = AskTheWebhook(),
                WebhookClientCertificate = ApiServerCertificate(),
                // Ephemeral containers: off by default before 1.23, not to be turned off since 1.25.
                FeatureGates = version.IsBefore(23) ? new Dictionary<string, bool> { ["EphemeralContainers"] = true } : [],
                ApiServerArguments = [$"--audit-log-path={AuditLog.Path}", $"--audit-policy-file={AuditLog.WritePolicy(_folder)}"],
            },
            cancellationToken);
        _client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_controlPlane.KubeconfigFile));
        File.Copy(_controlPlane.KubeconfigFile, _folder.File("admin.kubeconfig"));
        Gatekeeper = new(this);
    }
}
