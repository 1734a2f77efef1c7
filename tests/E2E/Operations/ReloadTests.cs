using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Operations;

/// <summary>What can change while everything runs.</summary>
public sealed class ReloadTests(ClusterFixture cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task ChangedPolicy_FlipsTheAnswer_AndChangedBack_FlipsItBack()
    {
        Assert.NotNull(await Namespace.TryCreatePodAsync("quay.io/app:1"));

        // Other tags each time: what was answered once is remembered for 50 s.
        var tag = 2;
        using (Cluster.Policy.Replace("registries: [docker.io]", "registries: [docker.io, quay.io]"))
        {
            await Eventually.HoldsAsync(async () => await TryAsync() is null, "the new policy", Deadline);
        }

        await Eventually.HoldsAsync(async () => await TryAsync() is not null, "the old policy", Deadline);

        Task<Refusal?> TryAsync() => Namespace.TryCreatePodAsync($"quay.io/app:{++tag}", $"pod-{tag}");
    }

    [Fact]
    public async Task BrokenPolicy_ChangesNothing_AndIsTold()
    {
        using var management = Cluster.App.CreateHttpClient(ClusterFixture.WebhookResource, "management");
        using (Cluster.Policy.Replace("registries: [docker.io]", "registry: docker.io"))
        {
            await Eventually.HoldsAsync(
                async () => (await management.GetStringAsync("/readyz", Deadline)).Contains("registry", StringComparison.Ordinal), "the mistake to be told", Deadline);

            Assert.Null(await Namespace.TryCreatePodAsync("busybox:1"));
            Assert.NotNull(await Namespace.TryCreatePodAsync("quay.io/app:1"));
        }
    }

    [Fact]
    public async Task RestartedApiServer_AsksAgain()
    {
        Assert.Null(await Namespace.TryCreatePodAsync("busybox", "before"));
        Assert.NotNull(await Namespace.TryCreatePodAsync("quay.io/app", "before-too"));

        await ControlPlane.RestartApiServerAsync(cancellationToken: Deadline);

        Assert.Null(await Namespace.TryCreatePodAsync("busybox", "after"));
        Assert.NotNull(await Namespace.TryCreatePodAsync("quay.io/app", "after-too"));
    }
}
