using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;

namespace Bouncer.E2E.ImagePolicy;

/// <summary>The API server's memory of answers, as operators meet it: allowTTL and denyTTL.</summary>
public sealed class CacheTests(ClusterFixture cluster) : ClusterTest(cluster)
{
    [Theory]
    [InlineData("busybox:1.36", true)]
    [InlineData("quay.io/app:1.0", false)]
    public async Task SameImagesInTheSameNamespace_AreAskedAboutOnce(string image, bool allowed)
    {
        var first = await Namespace.TryCreatePodAsync(image, "first");
        var decision = await DecisionOfAsync("first");
        var second = await Namespace.TryCreatePodAsync(image, "second");

        Assert.Equal(allowed, first is null);
        Assert.Equal(allowed, second is null);
        Assert.Equal(decision, await DecisionOfAsync("second"));
    }

    [Fact]
    public async Task OtherNamespace_IsAskedAbout()
    {
        var other = await CreateNamespaceAsync();
        Assert.Null(await Namespace.TryCreatePodAsync("busybox:1.36"));
        Assert.Null(await other.TryCreatePodAsync("busybox:1.36"));

        Assert.NotEqual(await DecisionOfAsync("pod"), await DecisionOfAsync("pod", other));
    }

    [Fact]
    public async Task PassedTtl_HasItAskedAgain()
    {
        var walkThrough = Cluster.AskTheWebhook();
        await ControlPlane.RestartApiServerAsync(
            o => o with { ImagePolicyWebhook = walkThrough with { AllowTtl = TimeSpan.FromSeconds(1), DenyTtl = TimeSpan.FromSeconds(1) } }, Deadline);

        Assert.NotNull(await Namespace.TryCreatePodAsync("quay.io/app:1.0"));
        using (Cluster.Policy.Replace("registries: [docker.io]", "registries: [docker.io, quay.io]"))
        {
            await Eventually.HoldsAsync(async () => await Namespace.TryCreatePodAsync("quay.io/app:1.0", "later") is null, "denyTTL to pass", Deadline);
        }

        await Eventually.HoldsAsync(
            async () => await Namespace.TryCreatePodAsync("quay.io/app:1.0", $"pod-{Guid.NewGuid():N}") is not null, "allowTTL to pass", Deadline);
    }

    /// <inheritdoc/>
    protected override async Task CleanUpAsync()
    {
        if (TestContext.Current.TestMethod?.MethodName == nameof(PassedTtl_HasItAskedAgain))
        {
            await ControlPlane.RestartApiServerAsync(o => o with { ImagePolicyWebhook = Cluster.AskTheWebhook() }, CancellationToken.None);
        }
    }

    private async Task<string> DecisionOfAsync(string pod, TestNamespace? where = null)
        => (await Cluster.AuditLog.AnnotationsAsync((where ?? Namespace).Name, pod, Deadline))["imagepolicywebhook.image-policy.k8s.io/decision-id"];
}
