using Bouncer.E2E.Cluster;
using Bouncer.E2E.Replicas;
using Bouncer.TestSupport;
using k8s;

namespace Bouncer.E2E.WalkThrough;

/// <summary>The whole walk-through, in its order and with its names: both services in a cluster whose Pods run, and what happens to
/// them there. One test, since each step stands on those before it.</summary>
[Trait(Requirements.Needs, Requirements.Node)]
public sealed class WalkThroughTests : IAsyncLifetime
{
    private const string Webhook = "image-bouncer-webhook";
    private const string Adapter = "gatekeeper-adapter";
    private const string System = "gatekeeper-system";
    private const string Busybox = "docker.io/library/busybox";

    private static readonly string[] s_adapter =
        ["--namespace", System, "--service", "gatekeeper-webhook-service", "--secret", "gatekeeper-webhook-server-cert"];

    private WalkThroughCluster? _cluster;
    private TestNamespace? _default;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    private WalkThroughCluster Cluster => _cluster!;

    private TestNamespace Default => _default!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await WalkThroughCluster.StartAsync();
        _default = await Cluster.NamespaceAsync("default");
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is null)
        {
            return;
        }

        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            Tell($"=== default\n{await Cluster.PodsAsync("default")}\n=== {System}\n{await Cluster.PodsAsync(System)}");
        }

        await Cluster.DisposeAsync();
    }

    [Fact]
    public async Task FromNothing_ToBothServicesInTheCluster_ThroughAllThatHappensToThem()
    {
        await DeployWebhookAsync();
        await HaveTheApiServerAskItAsync();
        await DeployAdapterAsync();
        await ConstrainAsync();
        await WhilePodsComeInAsync();
        await WithoutAnyWebhookAsync();
        Tell(await Cluster.MemoryAsync());
    }

    /// <summary>A certificate that the cluster signs, its Secret, the Deployment, the NodePort.</summary>
    private async Task DeployWebhookAsync()
    {
        var output = await Cluster.InitAsync("admission", ApproveAsync);
        Assert.Contains("stored     Secret default/tls-image-bouncer-webhook", output, StringComparison.Ordinal);

        await Cluster.KubectlAsync("apply", "-k", await Cluster.PrepareAsync(Webhook, "development", "webhook", $"localhost/{Webhook}"));
        await Cluster.UntilRolledOutAsync("default", Webhook);
        await Cluster.KubectlAsync("scale", $"deployment/{Webhook}", "--replicas=2");
        await Cluster.UntilRolledOutAsync("default", Webhook);

        using var certificate = await Cluster.ShownCertificateAsync();
        Assert.Contains("system:node:image-bouncer-webhook.default.pod.cluster.local", certificate.Subject, StringComparison.Ordinal);
    }

    private async Task ApproveAsync()
    {
        const string Request = $"{Webhook}.default";
        await Eventually.HoldsAsync(
            async () => (await Cluster.Client.CertificatesV1.ListCertificateSigningRequestAsync(cancellationToken: Deadline)).Items.Any(r => r.Metadata.Name == Request),
            "the request",
            Deadline);
        await Cluster.KubectlAsync("certificate", "approve", Request);
    }

    private async Task HaveTheApiServerAskItAsync()
    {
        await Cluster.SwitchAsync(on: true);

        await RunAsync("dh-busybox", Busybox);
        await RunAsync("gcr-busybox", "gcr.io/library/busybox");
        Assert.Equal("hello\n", (await Default.KubectlAsync("logs", "dh-busybox")).Output);
        var refusal = await Default.TryCreatePodAsync("registry.example.com/library/busybox", "other");
        Assert.Contains(
            "image \"registry.example.com/library/busybox\" (registry.example.com/library/busybox:latest) is not allowed by rule \"trusted-registries\"; allowed are docker.io, gcr.io",
            refusal?.Message,
            StringComparison.Ordinal);
    }

    /// <summary>Approach 2: the adapter, in the place of Gatekeeper, with replicas that refuse what nobody could be asked about.</summary>
    private async Task DeployAdapterAsync()
    {
        await Cluster.KubectlAsync("create", "namespace", System);
        await Cluster.InitAsync("adapter", () => Task.CompletedTask, [.. s_adapter, "--approve"]);

        // API servers before 1.21 do not set the label by which the webhooks leave these alone.
        foreach (var name in (string[])["kube-system", "kube-node-lease"])
        {
            await Cluster.KubectlAsync("label", "--overwrite", "namespace", name, $"kubernetes.io/metadata.name={name}");
        }

        var overlay = await Cluster.PrepareAsync(Adapter, "production", "gatekeeper-adapter", $"registry.example.com/bouncer/{Adapter}");
        await Cluster.KubectlAsync("apply", "-k", overlay, "--selector=app.kubernetes.io/component!=registration");
        await Cluster.UntilRolledOutAsync(System, Adapter);
        await Cluster.KubectlAsync("apply", "-k", overlay);
        var authority = (await Cluster.KubectlAsync("config", "view", "--raw", "-o", "jsonpath={.clusters[0].cluster.certificate-authority-data}")).Trim();
        await Cluster.KubectlAsync(
            "patch", "validatingwebhookconfiguration", "gatekeeper-validating-webhook-configuration", "--type=json", "-p",
            $$"""
            [{"op":"add","path":"/webhooks/0/clientConfig/caBundle","value":"{{authority}}"},
             {"op":"add","path":"/webhooks/1/clientConfig/caBundle","value":"{{authority}}"}]
            """);
    }

    private async Task ConstrainAsync()
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "samples/allowed-repos");
        await Cluster.KubectlAsync("apply", "-f", Path.Combine(sample, "template.yaml"));
        await Eventually.HoldsAsync(
            async () => (await Default.KubectlAsync("apply", "-f", Path.Combine(sample, "constraint.yaml"))).ExitCode == 0, "the constraint's kind", Deadline);
        await Eventually.HoldsAsync(
            async () => await Default.TryCreatePodAsync(Unscheduled("gcr.io/library/busybox")) is not null, "all replicas to know the constraint", Deadline);

        await RunAsync("dh-busybox-2", Busybox);
    }

    /// <summary>A replica of each ends, and the certificate is renewed, while Pods are asked for: all of them get their answer.</summary>
    private async Task WhilePodsComeInAsync()
    {
        await using var stream = new PodStream(
            Default, Busybox, "gcr.io/library/busybox", image => $"[whitelist-dockerhub] container \"c0\" has image \"{image}\"; allowed is what begins with one of [\"docker.io/\"]");
        await stream.GoOnAsync(20, Deadline);

        await DeleteOnePodAsync(System, Adapter);
        await stream.GoOnAsync(20, Deadline);

        using var before = await Cluster.ShownCertificateAsync();
        await Cluster.InitAsync("admission", () => Task.CompletedTask, "--renew", "--approve");
        // The kubelet brings a changed Secret into a Pod when it next looks at it, within about a minute, or when the Pod changes.
        await Cluster.KubectlAsync("annotate", "pods", "--selector=app.kubernetes.io/name=image-bouncer-webhook", "rotated=now");
        await Eventually.HoldsAsync(
            async () =>
            {
                using var shown = await Cluster.ShownCertificateAsync();
                return shown.SerialNumber != before.SerialNumber;
            },
            "the new certificate",
            Deadline);
        await stream.GoOnAsync(20, Deadline);

        await DeleteOnePodAsync("default", Webhook);
        await stream.GoOnAsync(20, Deadline);

        Assert.All(stream.Answers, a => Assert.True(a.IsThePolicys, $"{a.Image}: {a.Refusal?.Message ?? "admitted"}"));
        Assert.Contains(stream.Answers, a => a.Allowed);
        Assert.Contains(stream.Answers, a => !a.Allowed);
    }

    /// <summary>Nobody to ask: nothing is admitted, the Webhook's own Pods not either. The way back is to switch the plugin off.</summary>
    private async Task WithoutAnyWebhookAsync()
    {
        await Cluster.KubectlAsync("scale", $"deployment/{Webhook}", "--replicas=0");
        await Cluster.KubectlAsync("wait", "--for=delete", "pods", "--selector=app.kubernetes.io/name=image-bouncer-webhook", "--timeout=2m");
        foreach (var image in (string[])[$"{Busybox}:1", "registry.example.com/library/busybox:1"])
        {
            var refusal = await Default.TryCreatePodAsync(Unscheduled(image));
            Assert.Contains("image-bouncer-webhook:30020", refusal?.Message, StringComparison.Ordinal);
        }

        await Cluster.SwitchAsync(on: false);
        await Cluster.KubectlAsync("scale", $"deployment/{Webhook}", "--replicas=2");
        await Cluster.UntilRolledOutAsync("default", Webhook);
        await Cluster.SwitchAsync(on: true);

        await RunAsync("dh-busybox-3", Busybox);
        Assert.NotNull(await Default.TryCreatePodAsync(Unscheduled("registry.example.com/library/busybox:2")));
        Assert.NotNull(await Default.TryCreatePodAsync(Unscheduled("gcr.io/library/busybox:2")));
    }

    private async Task DeleteOnePodAsync(string @namespace, string app)
    {
        var name = await Cluster.KubectlAsync(
            "get", "pods", $"--namespace={@namespace}", $"--selector=app.kubernetes.io/name={app}", "-o", "jsonpath={.items[0].metadata.name}");
        await Cluster.KubectlAsync("delete", "pod", $"--namespace={@namespace}", name);
        await Cluster.UntilRolledOutAsync(@namespace, app);
    }

    private async Task RunAsync(string name, string image)
    {
        await Cluster.KubectlAsync("run", name, $"--image={image}", "--restart=Never", "--", "sh", "-c", "echo hello; sleep 3600");
        await Cluster.KubectlAsync("wait", "--for=condition=Ready", $"pod/{name}", "--timeout=2m");
    }

    private static k8s.Models.V1Pod Unscheduled(string image) => TestNamespace.UnscheduledPod($"pod-{Guid.NewGuid():N}", image);

    private static void Tell(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);
}
