using System.Net;
using Bouncer.E2E.Cluster;
using k8s;
using k8s.Models;

namespace Bouncer.E2E.ImagePolicy;

/// <summary>Pods as the ImagePolicyWebhook plugin of a real API server has them judged.</summary>
public sealed class PodTests(ClusterFixture cluster) : ClusterTest(cluster)
{
    private const string BackendDenied = "image policy web?hook backend denied one or more images"; // Old API servers write "webook".

    [Theory]
    [InlineData("docker.io/library/busybox")]
    [InlineData("busybox")]
    [InlineData("index.docker.io/library/busybox:1.36")]
    [InlineData("docker.io/busybox@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    public async Task BusyboxOfDockerHub_HoweverItIsWritten_IsAdmitted(string image)
        => Assert.Null(await Namespace.TryCreatePodAsync(image));

    [Fact]
    public async Task Gcr_IsAdmittedWhereItIsListed_AndRefusedWhereNot()
    {
        var listed = await CreateNamespaceAsync("-google");

        Assert.Null(await listed.TryCreatePodAsync("gcr.io/google-containers/busybox"));
        var refusal = await Namespace.TryCreatePodAsync("gcr.io/google-containers/busybox");

        AssertRefused(refusal, """image "gcr.io/google-containers/busybox" (gcr.io/google-containers/busybox:latest) is not allowed by rule "docker-hub"; allowed are docker.io""");
    }

    [Fact]
    public async Task UnlistedRegistry_IsRefused_AndTheClientLibraryTellsWhy()
    {
        var refusal = await Namespace.TryCreatePodAsync("registry.example.com/busybox", "shop");

        Assert.Equal(HttpStatusCode.Forbidden, refusal?.Status);
        Assert.Matches($"^pods \"shop\" is forbidden: {BackendDenied}: ", refusal!.Message);
        AssertRefused(refusal, """image "registry.example.com/busybox" (registry.example.com/busybox:latest) is not allowed by rule "docker-hub"; allowed are docker.io""");
    }

    [Fact]
    public async Task UnlistedRegistry_IsRefused_AndKubectlTellsWhy()
    {
        var (exitCode, output) = await Namespace.KubectlAsync("run", "shop", "--image=registry.example.com/busybox");

        Assert.Equal(1, exitCode);
        Assert.Matches(
            $"""^Error from server \(Forbidden\): pods "shop" is forbidden: {BackendDenied}: image "registry.example.com/busybox" \(registry.example.com/busybox:latest\) is not allowed by rule "docker-hub"; allowed are docker.io\n$""",
            output);
    }

    [Theory]
    [InlineData("docker.io.evil.com/library/busybox")]
    [InlineData("evil.com/docker.io/busybox")]
    [InlineData("docker.io:5000/library/busybox")]
    [InlineData("xdocker.io/library/busybox")]
    [InlineData("docker.iо/library/busybox")] // The o is Cyrillic.
    public async Task LookAlike_IsRefused(string image)
    {
        var refusal = await Namespace.TryCreatePodAsync(image);

        Assert.Matches(BackendDenied, refusal?.Message);
    }

    [Fact]
    public async Task InitContainers_AreJudged()
    {
        var pod = TestNamespace.Pod("pod", "busybox");
        pod.Spec.InitContainers = [new V1Container { Name = "init", Image = "registry.example.com/init" }];

        var refusal = await Namespace.TryCreatePodAsync(pod);

        AssertRefused(refusal, "image \"registry.example.com/init\"");
    }

    [Theory]
    [InlineData("docker.io/library/busybox:", "the tag is empty at position 26")]
    [InlineData("docker.io/library/Busybox", "the repository has the upper-case letter 'B' at position 18; repositories are lower case")]
    [InlineData("docker.io/library/busybox@sha256:beef", "the digest has 4 hexadecimal digits; sha256 takes 64")]
    public async Task WhatIsNoImageReference_IsRefusedInOurWords_AndNotByAFailedCall(string image, string expected)
        => AssertRefused(await Namespace.TryCreatePodAsync(image), $"image \"{image}\" is not a valid image reference; {expected}");

    [Fact]
    public async Task SeveralBadImages_AreNamedTogether()
    {
        var refusal = await Namespace.TryCreatePodAsync(TestNamespace.Pod("pod", "quay.io/one", "busybox", "gcr.io/two", "Not An Image"));

        AssertRefused(refusal, "image \"quay.io/one\"");
        AssertRefused(refusal, "image \"gcr.io/two\"");
        AssertRefused(refusal, "\"Not An Image\"");
        Assert.DoesNotContain("\"busybox\"", refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deployment_IsAdmitted_AndItsReplicaSetTellsWhyThereAreNoPods()
    {
        Assert.Equal(0, (await Namespace.KubectlAsync("create", "deployment", "web", "--image=quay.io/web")).ExitCode);

        var message = "";
        await TestSupport.Eventually.HoldsAsync(
            async () =>
            {
                var events = await Cluster.Client.CoreV1.ListNamespacedEventAsync(Namespace.Name, cancellationToken: Deadline);
                message = events.Items.FirstOrDefault(e => e is { Reason: "FailedCreate", InvolvedObject.Kind: "ReplicaSet" })?.Message;
                return message is not null;
            },
            "the event of the ReplicaSet",
            Deadline);
        Assert.Matches(BackendDenied, message);
        Assert.Contains("image \"quay.io/web\" (quay.io/web:latest) is not allowed by rule \"docker-hub\"; allowed are docker.io", message, StringComparison.Ordinal);
    }

    private static void AssertRefused(Refusal? refusal, string expected)
    {
        Assert.Matches(BackendDenied, refusal?.Message);
        Assert.Contains(expected, refusal!.Message, StringComparison.Ordinal);
    }
}
