using Xunit.Sdk;
using Xunit.v3;
using Bouncer.LocalCluster.Admission;
using Bouncer.LocalCluster.Tests.Support;
using Bouncer.TestSupport;

// Control planes side by side would only be slower.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Bouncer.LocalCluster.Tests;

/// <summary>A control plane that works: one for all of these tests.</summary>
public sealed class ControlPlaneTests(ControlPlaneTests.Cluster cluster) : IClassFixture<ControlPlaneTests.Cluster>
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    private ControlPlane ControlPlane => cluster.ControlPlane;

    [Fact]
    public async Task Pod_IsCreated_AndStaysPending()
    {
        Assert.Equal((0, "pod/shop created\n"), await ControlPlane.KubectlAsync("run", "shop", "--image=busybox"));
        Assert.Equal((0, "Pending"), await ControlPlane.KubectlAsync("get", "pod", "shop", "--output=jsonpath={.status.phase}"));
    }

    [Fact]
    public async Task Deployment_GetsItsPods()
    {
        await ControlPlane.KubectlAsync("create", "deployment", "web", "--image=busybox", "--replicas=2");

        await Eventually.HoldsAsync(
            async () => (await ControlPlane.KubectlAsync("get", "pods", "--selector=app=web", "--output=name")).Output.Count(c => c == '\n') == 2,
            "the Pods of a Deployment",
            Deadline);
    }

    [Fact]
    public async Task Kubeconfig_MayDoEverything()
        => Assert.Equal((0, "yes\n"), await ControlPlane.KubectlAsync("auth", "can-i", "delete", "pods"));

    [Fact]
    public async Task RestartedApiServer_HasWhatWasStored_AndWhatWasChanged()
    {
        await ControlPlane.KubectlAsync("create", "namespace", "kept");
        await ControlPlane.RestartApiServerAsync(
            o => o with { ApiServerArguments = [.. o.ApiServerArguments, "--max-requests-inflight=77"] }, Deadline);
        await ControlPlane.RestartEtcdAsync(Deadline);
        await ControlPlane.RestartControllerManagerAsync(Deadline);

        Assert.Equal((0, "namespace/kept\n"), await ControlPlane.KubectlAsync("get", "namespace", "kept", "--output=name"));
        Assert.Contains("--max-requests-inflight=77", cluster.CommandLine("kube-apiserver"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImagePolicyWebhookWithoutBackend_DoesAsItsConfigurationSays()
    {
        var configuration = new ImagePolicyWebhookConfiguration
        {
            Server = new("https://127.0.0.1:1/image_policy"), // Nobody listens there.
            CertificateAuthorityFile = ControlPlane.CertificateAuthorityFile,
        };
        await ControlPlane.RestartApiServerAsync(o => o with { ImagePolicyWebhook = configuration }, Deadline);
        var refused = await ControlPlane.KubectlAsync("run", "refused", "--image=busybox");

        await ControlPlane.RestartApiServerAsync(o => o with { ImagePolicyWebhook = configuration with { DefaultAllow = true } }, Deadline);
        var admitted = await ControlPlane.KubectlAsync("run", "admitted", "--image=busybox");
        await ControlPlane.RestartApiServerAsync(o => o with { ImagePolicyWebhook = null }, Deadline);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("connection refused", refused.Output, StringComparison.Ordinal);
        Assert.Equal((0, "pod/admitted created\n"), admitted);
    }

    [Fact]
    public async Task TwoAdmissionConfigurations_AreOneTooMany()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => ControlPlane.RestartApiServerAsync(
            o => o with { ImagePolicyWebhook = new() { Server = new("https://a"), CertificateAuthorityFile = "ca.crt" }, AdmissionConfigurationFile = "b.yaml" }, Deadline));

        Assert.StartsWith("AdmissionConfigurationFile is set, and so is ImagePolicyWebhook or WebhookClientCertificate. ", error.Message, StringComparison.Ordinal);
    }

    public sealed class Cluster : IAsyncLifetime
    {
        private ControlPlane? _controlPlane;

        public ControlPlane ControlPlane => _controlPlane!;

        public async ValueTask InitializeAsync()
            => _controlPlane = await ControlPlane.StartAsync(new() { Binaries = Kubernetes.Binaries() }, Deadline);

        public async ValueTask DisposeAsync()
        {
            if (_controlPlane is not null)
            {
                await _controlPlane.DisposeAsync();
            }
        }

        public string CommandLine(string program)
            => Aspire.Embedded.Tests.Support.ProcessTree.DescendantsOf(Environment.ProcessId)
                .Single(p => p.CommandLine.StartsWith($"{Path.GetDirectoryName(ControlPlane.Binaries.ApiServer)}/{program} ", StringComparison.Ordinal))
                .CommandLine;
    }
}
