using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.Observability.Tests;

/// <summary>Both services as processes, the adapter on a real API server whose objects it audits, with something of everything that
/// they tell of, and a Prometheus that scrapes them.</summary>
public sealed class MonitoredServices : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private readonly TemporaryFolder _folder = new();
    private ControlPlane? _cluster;
    private ServiceProcess? _webhook;
    private ServiceProcess? _adapter;
    private PrometheusServer? _prometheus;

    /// <summary>The Prometheus.</summary>
    public PrometheusServer Prometheus => _prometheus!;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!File.Exists("/usr/bin/prometheus") || KubernetesBinaries.Find() is null)
        {
            return; // The test says so.
        }

        using var certificate = _authority.IssueServer();
        string[] common =
        [
            "--cert", _folder.Write("tls.crt", certificate.ExportCertificatePem()), "--key", _folder.Write("tls.key", certificate.KeyPem()),
            "--bind", "127.0.0.1", "--port", "0", "--management-port", "0", "--shutdown-delay", "0",
        ];
        _webhook = ServiceProcess.Start(
            "image-bouncer-webhook.dll",
            [.. common, "--registry-whitelist", "docker.io", "--client-ca", _folder.Write("ca.crt", _authority.Pem)],
            Deadline);
        _cluster = await ControlPlane.StartAsync(new() { StartTimeout = TimeSpan.FromMinutes(3) }, Deadline);
        await KubectlAsync("create", "namespace", "gatekeeper-system");
        _adapter = ServiceProcess.Start("gatekeeper-adapter.dll", [.. common, "--kubeconfig", _cluster.KubeconfigFile, "--audit-interval", "2"], Deadline);
        var webhook = await _webhook.ListeningAsync();
        var adapter = await _adapter.ListeningAsync();
        await ExerciseWebhookAsync(webhook.Admission);
        await ExerciseAdapterAsync(adapter.Admission);
        _prometheus = await PrometheusServer.StartAsync(
            _folder, new Dictionary<string, Uri> { ["image-bouncer-webhook"] = webhook.Management, ["gatekeeper-adapter"] = adapter.Management }, Deadline);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[_prometheus, _webhook, _adapter, _cluster])
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        _folder.Dispose();
        _authority.Dispose();
    }

    private async Task ExerciseWebhookAsync(Uri address)
    {
        using var shown = _authority.IssueClient("kube-apiserver");
        using var client = Client(address);
        using var stranger = Client(address);
        client.Handler.SslOptions.ClientCertificates = [shown];
        foreach (var review in (string[])[Review("busybox"), Review("evil.com/x"), "{", Review("busybox", "alpha.image-policy.k8s.io/failed-open")])
        {
            await client.PostAsync("/image_policy", review);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.PostAsync("/image_policy", Review("busybox")));
        _folder.Write("ca.crt", "no certificate");
    }

    private async Task ExerciseAdapterAsync(Uri address)
    {
        await KubectlAsync("wait", "--for=condition=Established", "crd/constrainttemplates.templates.gatekeeper.sh", "--timeout=60s");
        await KubectlAsync("apply", "-f", Path.Combine(Repository.Root, "samples", "allowed-repos", "template.yaml"));
        using var client = Client(address);
        await client.PostAsync("/v1/admit", """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"1","operation":"CREATE","kind":{"group":"","version":"v1","kind":"Pod"},"userInfo":{"username":"a"},"object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"default"}},"namespace":"default"}}""");
    }

    private Client Client(Uri address) => new(address, _authority);

    private static string Review(string image, string annotation = "a.image-policy.k8s.io/b")
        => $$$"""{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","spec":{"containers":[{"image":"{{{image}}}"}],"annotations":{"{{{annotation}}}":"true"},"namespace":"default"}}""";

    private async Task KubectlAsync(params string[] arguments)
        => await Eventually.HoldsAsync(
            async () => (await Tools.RunAsync(_cluster!.Binaries.Kubectl, [$"--kubeconfig={_cluster.KubeconfigFile}", .. arguments], Deadline)).ExitCode == 0,
            $"kubectl {string.Join(' ', arguments)}",
            Deadline);
}
