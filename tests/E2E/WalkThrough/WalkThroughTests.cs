using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.E2E.Replicas;
using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.E2E.WalkThrough;

/// <summary>The walk-through by its page, <c>docs/walkthrough.md</c>, and then all that happens to both services in a cluster whose Pods
/// run. One test, since each step stands on those before it.</summary>
[Trait(Requirements.Needs, Requirements.Node)]
public sealed class WalkThroughTests : IAsyncLifetime
{
    private const string Webhook = "image-bouncer-webhook";
    private const string Adapter = "gatekeeper-adapter";
    private const string System = "gatekeeper-system";
    private const string Busybox = "docker.io/library/busybox";
    private const string OtherRegistry = "registry.example.com/library/busybox";

    /// <summary>How the command begins that has the API server ask the Webhook; alone, it has it ask nobody.</summary>
    private const string SwitchOn = "eng/cluster.sh api-server ";

    private KubernetesBinaries? _programs;
    private KubernetesVersion _version;
    private Reader? _reader;
    private WalkThroughCluster? _cluster;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <summary>Where <c>eng/images.sh</c> puts images.</summary>
    private static string Images => Path.Combine(Repository.Root, "artifacts", "images");

    private Reader Reader => _reader!;

    private WalkThroughCluster Cluster => _cluster!;

    private TestNamespace Default => Cluster.Default;

    public async ValueTask InitializeAsync()
    {
        Requirements.SkipWithoutNode();
        var reason = await ClusterKind.Chosen.FindOutWhyNotAsync(Deadline)
            ?? (Directory.Exists(Images) ? null : "the services' images are not here. eng/images.sh makes them.");
        if (reason is not null)
        {
            Requirements.Check(Requirements.Node, reason);
            Assert.Skip(reason);
        }

        _programs = await NodeCluster.FindProgramsAsync(Deadline);
        _version = await _programs!.GetVersionAsync(Deadline);
        _reader = new(_programs, _version);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                Tell($"=== default\n{await Cluster.PodsAsync("default")}\n=== {System}\n{await Cluster.PodsAsync(System)}");
            }

            await Cluster.DisposeAsync();
        }

        if (_reader is not null)
        {
            await _reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task ByThePage_ToBothServicesInTheCluster_AndThroughAllThatHappensToThem()
    {
        var notes = new ReadersNotes()
            .LeaveOut("eng/images.sh", "takes six minutes, and is done before the tests by test.sh")
            .After("eng/cluster.sh up", async () => _cluster = await WalkThroughCluster.OfAsync(Reader.Cluster, _version))
            .Waits("bouncer init --folder \"$PWD/admission\"", $"waits for its approval: kubectl certificate approve {Webhook}.default")
            .After("bouncer init --folder \"$PWD/admission\"", SecretIsStoredAsync)
            .After($"kubectl rollout status deployment/{Webhook}", CertificateIsTheClustersAsync)
            .Says("kubectl logs dh-busybox", "hello\n")
            .IsRefused(
                "kubectl run other",
                $"image \"{OtherRegistry}\" ({OtherRegistry}:latest) is not allowed by rule \"trusted-registries\"; allowed are docker.io, gcr.io")
            .IsTriedAgain("kubectl apply -f samples/allowed-repos/constraint.yaml")
            .Before("kubectl run shop", AllReplicasKnowTheConstraintAsync)
            .IsRefused(
                "kubectl run shop",
                "[whitelist-dockerhub] container \"shop\" has image \"gcr.io/library/busybox\"; allowed is what begins with one of [\"docker.io/\"]")
            .Before("eng/cluster.sh down", GoOnAsync);

        await Reader.GoThroughAsync(ShellDocument.Load("docs/walkthrough.md"), notes);

        Assert.Equal((1, $"cluster '{Reader.Cluster}' is not up\n"), await Reader.TryAsync("eng/cluster.sh status"));
    }

    private async Task SecretIsStoredAsync()
        => Assert.Equal("kubernetes.io/tls", await Cluster.KubectlAsync("get", "secret", "tls-image-bouncer-webhook", "-o", "jsonpath={.type}"));

    private async Task CertificateIsTheClustersAsync()
    {
        using var certificate = await Cluster.ShownCertificateAsync();
        Assert.Contains("system:node:image-bouncer-webhook.default.pod.cluster.local", certificate.Subject, StringComparison.Ordinal);
    }

    private Task AllReplicasKnowTheConstraintAsync() => Eventually.HoldsAsync(
        async () => await Default.TryCreatePodAsync(Unscheduled("gcr.io/library/busybox")) is not null, "the replicas to know the constraint", Deadline);

    /// <summary>What the page says under "What else the test does".</summary>
    private async Task GoOnAsync()
    {
        await WhilePodsComeInAsync();
        await WithoutAnyWebhookAsync();
        Tell(await Cluster.MemoryAsync());
        await OperateAsync();
    }

    /// <summary>A replica of each ends, and the certificate is renewed, while Pods are asked for: all of them get their answer.</summary>
    private async Task WhilePodsComeInAsync()
    {
        await using var stream = new PodStream(
            Default,
            Busybox,
            "gcr.io/library/busybox",
            image => $"[whitelist-dockerhub] container \"c0\" has image \"{image}\"; allowed is what begins with one of [\"docker.io/\"]",
            TimeSpan.FromMilliseconds(100));
        await stream.GoOnAsync(20, Deadline);

        await DeleteOnePodAsync(System, Adapter);
        await stream.GoOnAsync(20, Deadline);

        using var before = await Cluster.ShownCertificateAsync();
        await Reader.TypeAsync($"{Reader.Typed("bouncer init --folder \"$PWD/admission\"")} --renew --approve");
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
        foreach (var image in (string[])[$"{Busybox}:1", $"{OtherRegistry}:1"])
        {
            var refusal = await Default.TryCreatePodAsync(Unscheduled(image));
            Assert.Contains("image-bouncer-webhook:30020", refusal?.Message, StringComparison.Ordinal);
        }

        var on = Reader.Typed(SwitchOn);
        await Reader.TypeAsync(SwitchOn.Trim());
        await Cluster.KubectlAsync("scale", $"deployment/{Webhook}", "--replicas=2");
        await Cluster.UntilRolledOutAsync("default", Webhook);
        await Reader.TypeAsync(on);

        await Cluster.KubectlAsync("run", "dh-busybox-3", $"--image={Busybox}", "--restart=Never", "--", "sleep", "3600");
        await Cluster.KubectlAsync("wait", "--for=condition=Ready", "pod/dh-busybox-3", "--timeout=2m");
        Assert.NotNull(await Default.TryCreatePodAsync(Unscheduled($"{OtherRegistry}:2")));
        Assert.NotNull(await Default.TryCreatePodAsync(Unscheduled("gcr.io/library/busybox:2")));
    }

    /// <summary>The commands of <c>docs/operations.md</c>, as far as they are about a cluster such as this one.</summary>
    private Task OperateAsync()
    {
        const string StaticPod = "is about an API server that is a static Pod, as this one is not: tests/E2E/Installing does it";
        return Reader.GoThroughAsync(ShellDocument.Load("docs/operations.md"), new ReadersNotes()
            .LeaveOut("bouncer init --renew --approve", "looks for the files of a kubeadm host, and was run with those of this one")
            .LeaveOut("bouncer doctor", "is run where Services can be called")
            .After("bouncer doctor", DoctorIsContentAsync)
            .LeaveOut("bouncer init --undo", StaticPod)
            .LeaveOut("bouncer init --approve", StaticPod)
            .LeaveOut("bouncer init --static-pod", StaticPod)
            .After("kubectl delete validatingwebhookconfiguration", NobodyAsksTheAdapterAsync));
    }

    private async Task DoctorIsContentAsync()
    {
        var (exitCode, output) = await Cluster.DoctorInsideAsync("--admission-config", Reader.File("admission/admission.yaml"));

        Assert.True(exitCode == 0, output);
        Assert.Contains("validation.gatekeeper.sh (gatekeeper-webhook-service.gatekeeper-system.svc) has a certificate until ", output, StringComparison.Ordinal);
        Assert.EndsWith(" 0 skipped, 0 warnings, 0 problems\n", output, StringComparison.Ordinal);
    }

    private Task NobodyAsksTheAdapterAsync() => Eventually.HoldsAsync(
        async () => await Default.TryCreatePodAsync(Unscheduled("gcr.io/library/busybox:3")) is null, "the adapter to be asked no more", Deadline);

    private async Task DeleteOnePodAsync(string @namespace, string app)
    {
        var name = await Cluster.KubectlAsync(
            "get", "pods", $"--namespace={@namespace}", $"--selector=app.kubernetes.io/name={app}", "-o", "jsonpath={.items[0].metadata.name}");
        await Cluster.KubectlAsync("delete", "pod", $"--namespace={@namespace}", name);
        await Cluster.UntilRolledOutAsync(@namespace, app);
    }

    private static k8s.Models.V1Pod Unscheduled(string image) => TestNamespace.UnscheduledPod($"pod-{Guid.NewGuid():N}", image);

    private static void Tell(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);
}
