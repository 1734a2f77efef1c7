using System.Text.RegularExpressions;
using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
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
public sealed partial class ClusterFixture : IAsyncLifetime
{
    /// <summary>The Webhook's name in the AppHost.</summary>
    public const string WebhookResource = "image-bouncer-webhook";

    /// <summary>For a start that takes about ten seconds on an idle machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceLog _services = new();
    private PrintedLines? _printed;
    private OtlpCollector? _collector;
    private IDistributedApplicationTestingBuilder? _builder;
    private DistributedApplication? _app;
    private ITestCluster? _controlPlane;
    private Kubernetes? _client;

    /// <summary>Why there is no cluster; null if there is one.</summary>
    public string? SkipReason { get; private set; }

    /// <summary>The control plane.</summary>
    public ITestCluster ControlPlane => _controlPlane!;

    /// <summary>A client of the API server that may do everything.</summary>
    public Kubernetes Client => _client!;

    /// <summary>The services.</summary>
    public DistributedApplication App => _app!;

    /// <summary>gatekeeper-adapter, which starts with the first test that wants it.</summary>
    internal GatekeeperService Gatekeeper { get; private set; } = null!;

    /// <summary>What the services have told over OTLP to the dashboard, which has passed it on.</summary>
    internal OtlpCollector Collector => _collector!;

    /// <summary>What the services have written.</summary>
    internal ServiceLog ServiceLog => _services;

    /// <summary>The policy that all tests begin and end with.</summary>
    public PolicyFile Policy { get; private set; } = null!;

    /// <summary>The API server's audit log.</summary>
    public AuditLog AuditLog { get; private set; } = null!;

    /// <summary>The Webhook's address, as the API server knows it.</summary>
    public Uri Webhook => App.GetEndpoint(WebhookResource, "admission");

    /// <summary>Where the AppHost says that its dashboard is, with the token that lets people in.</summary>
    public async Task<Uri> DashboardAddressAsync(CancellationToken cancellationToken)
    {
        Match? address = null;
        await Eventually.HoldsAsync(
            () => Task.FromResult((address = DashboardAddress().Match(_printed!.Text)).Success), "the AppHost to say where its dashboard is", cancellationToken);
        return new(address!.Value);
    }

    /// <summary>The development certificates of the AppHost.</summary>
    public string CertificateFile(string name) => Path.Combine(_builder!.AppHostDirectory, "../../artifacts/certificates", name);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var kind = ClusterKind.Chosen;
        if (await kind.FindOutWhyNotAsync(TestContext.Current.CancellationToken) is { } reason)
        {
            SkipReason = $"No cluster of kind {kind.Name}: {reason}";
            Requirements.Check(kind.Name, SkipReason);
            return;
        }

        using var deadline = new CancellationTokenSource(Patience);
        Policy = new(_folder.File("policy.yaml"));
        _printed = PrintedLines.Keep();
        _collector = await OtlpCollector.StartAsync(deadline.Token);
        OtlpCollector.PointTo(_collector.Address);
        GatekeeperService.BeQuick();
        await StartServicesAsync(kind, deadline.Token);
        await StartControlPlaneAsync(kind, deadline.Token);
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
    public async Task<string> ReportAsync(string? namespaceName) => SkipReason ?? $"""
        === Control plane ({ControlPlane.Description})
        {await ControlPlane.LastLinesAsync()}
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

    [GeneratedRegex(@"http://\S+/login\?t=\S+")]
    private static partial Regex DashboardAddress();

    private async Task StartServicesAsync(ClusterKind kind, CancellationToken cancellationToken)
    {
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [
                "--admission-port", "0", "--policy", Policy.Path, "--client-certificates", "required", "--bind", kind.ServicesBind,
                "--dashboard-port", "0", "--gatekeeper-port", "0", "--kubeconfig", _folder.File("admin.kubeconfig"), // Of the cluster that comes later.
                // What the dashboard passes on to under Aspire, which has its own for it. The embedded host takes what PointTo says.
                "--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", _collector!.Address.ToString(),
            ],
            cancellationToken);
        _builder.Services.AddLogging(logging => logging.AddProvider(_services));
        _app = await _builder.BuildAsync(cancellationToken);
        await _app.StartAsync(cancellationToken);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync(WebhookResource, cancellationToken);
    }

    private async Task StartControlPlaneAsync(ClusterKind kind, CancellationToken cancellationToken)
    {
        (AuditLog, var auditArguments) = AuditLog.Create(_folder);
        _controlPlane = await kind.StartAsync(
            new()
            {
                ImagePolicyWebhook = AskTheWebhook(),
                WebhookClientCertificate = ApiServerCertificate(),
                ApiServerArguments = auditArguments,
            },
            Path.GetDirectoryName(AuditLog.Path)!,
            cancellationToken);
        TestContext.Current.SendDiagnosticMessage($"The tests run on {_controlPlane.Description}.");
        _client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_controlPlane.KubeconfigFile));
        File.Copy(_controlPlane.KubeconfigFile, _folder.File("admin.kubeconfig"));
        Gatekeeper = new(this);
    }
}
