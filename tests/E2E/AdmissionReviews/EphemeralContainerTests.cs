using System.Net;
using System.Text;
using Bouncer.E2E.Cluster;
using Bouncer.LocalCluster.Binaries;
using k8s;
using k8s.Models;

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

    /// <summary>Adds a container to the test's Pod, as kubectl debug does: by a list of its own kind before 1.22, by a patch of
    /// the Pod since.</summary>
    private async Task<(HttpStatusCode Status, string Answer)> DebugAsync(string image)
    {
        var address = new Uri(Cluster.Client.BaseUri, $"api/v1/namespaces/{Namespace.Name}/pods/pod/ephemeralcontainers");
        var container = $$"""{"name":"debug","image":"{{image}}"}""";
        using var request = ControlPlane.Version.IsBefore(22)
            ? new HttpRequestMessage(HttpMethod.Put, address)
            {
                Content = Json($$"""{"apiVersion":"v1","kind":"EphemeralContainers","metadata":{"name":"pod"},"ephemeralContainers":[ {{container}} ]}""", "application/json"),
            }
            : new HttpRequestMessage(HttpMethod.Patch, address)
            {
                Content = Json($$"""{"spec":{"ephemeralContainers":[ {{container}} ] } }""", "application/strategic-merge-patch+json"),
            };
        using var response = await Cluster.Client.HttpClient.SendAsync(request, Deadline);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Deadline));
    }

    private static StringContent Json(string text, string type) => new(text, Encoding.UTF8, type);
}
