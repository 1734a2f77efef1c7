using System.Net;
using Bouncer.E2E.Cluster;
using Bouncer.LocalCluster.Binaries;

namespace Bouncer.E2E.AdmissionReviews;

/// <summary>
/// Containers that are added to running Pods. The ImagePolicyWebhook plugin of old API servers does not ask about them
/// (CVE-2023-2727, github.com/kubernetes/kubernetes/issues/118640); the AdmissionReview path closes the gap.
/// </summary>
public sealed class EphemeralContainerTests(ClusterFixture cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task ThroughThePluginAlone_OldApiServersLetThemIn()
    {
        Assert.Null(await Namespace.TryCreatePodAsync("busybox"));

        var (status, answer) = await DebugAsync("registry.example.com/debug");

        if (PluginMissesThem(ControlPlane.Version))
        {
            Assert.Equal(HttpStatusCode.OK, status);
        }
        else
        {
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Contains("image \\\"registry.example.com/debug\\\"", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task ThroughTheAdmissionReviewPath_TheyAreJudged(string version)
    {
        await AdmissionWebhook.RegisterAsync(Cluster, Namespace, version, Deadline);
        Assert.Null(await Namespace.TryCreatePodAsync("busybox"));

        var (refusedStatus, refusal) = await DebugAsync("registry.example.com/debug");
        var (admittedStatus, _) = await DebugAsync("busybox:1.36");

        Assert.Equal(HttpStatusCode.Forbidden, refusedStatus);
        Assert.Contains($"admission webhook \\\"{AdmissionWebhook.Name}\\\" denied the request", refusal, StringComparison.Ordinal);
        Assert.Contains("ephemeralContainers[0].image (debug): image \\\"registry.example.com/debug\\\"", refusal, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, admittedStatus);
    }

    /// <inheritdoc/>
    protected override Task CleanUpAsync() => AdmissionWebhook.UnregisterAsync(Cluster, Namespace);

    private static bool PluginMissesThem(KubernetesVersion version)
        => version <= new KubernetesVersion(1, 24, 14)
        || (version.Minor == 25 && version.Patch <= 10)
        || (version.Minor == 26 && version.Patch <= 5)
        || (version.Minor == 27 && version.Patch <= 2);

    private Task<(HttpStatusCode Status, string Answer)> DebugAsync(string image) => EphemeralContainers.AddAsync(Cluster, Namespace, "debug", image, Deadline);
}
