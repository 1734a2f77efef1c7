using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Nodes;

/// <summary>Images that are pulled and run, or refused though they could be.</summary>
public sealed class ImageTests(ClusterFixture cluster) : NodeTest(cluster)
{
    private const string Example = "registry.example.com/library/busybox";

    [Theory]
    [InlineData("docker.io/library/busybox")]
    [InlineData("busybox")]
    public async Task BusyboxOfDockerHub_Runs_AndItsLogsCome(string image)
    {
        await RunAsync(Namespace, "dh-busybox", image);

        Assert.Equal("hello\n", await SucceedAsync(Namespace, "logs", "dh-busybox"));
        // The container's status would name any of the images that have the same content.
        await Eventually.HoldsAsync(
            async () => (await Namespace.KubectlAsync("get", "events")).Output.Contains($"Successfully pulled image \"{image}\"", StringComparison.Ordinal),
            "the event that tells that the image was pulled",
            Deadline);
    }

    [Fact]
    public async Task BusyboxOfGcr_RunsWhereItIsListed()
    {
        var listed = await CreateNamespaceAsync("-google");

        await RunAsync(listed, "gcr-busybox", "gcr.io/library/busybox");

        Assert.Equal("hello\n", await SucceedAsync(listed, "logs", "gcr-busybox"));
    }

    [Fact]
    public async Task ImageThatIsThere_IsRefusedByThePolicyAlone()
    {
        var unlisted = await Namespace.KubectlAsync("run", "shop", $"--image={Example}");
        await RunAsync(await CreateNamespaceAsync("-gatekeeper"), "shop", Example);

        Assert.Equal(1, unlisted.ExitCode);
        Assert.Matches(
            $"""^Error from server \(Forbidden\): pods "shop" is forbidden: image policy web?hook backend denied one or more images: image "{Example}" \({Example}:latest\) is not allowed by rule "docker-hub"; allowed are docker.io\n$""",
            unlisted.Output);
    }

    [Fact]
    public async Task ImageThatIsNotThere_IsAdmitted_AndNotPulled()
    {
        Assert.Null(await Namespace.TryCreatePodAsync("docker.io/library/no-such-image"));

        await Eventually.HoldsAsync(
            async () => (await Namespace.KubectlAsync("get", "events")).Output.Contains("docker.io/library/no-such-image:latest: not found", StringComparison.Ordinal),
            "the event that tells that the image is not found",
            Deadline);
    }

    [Fact]
    public async Task PushedImage_Runs()
    {
        using var folder = new TemporaryFolder();
        var archive = folder.File("image.tar");
        var (exitCode, output) = await Node.ExecuteAsync(
            ["skopeo", "copy", "--insecure-policy", "--src-tls-verify=false", "docker://127.0.0.1:5000/docker.io/library/busybox", $"oci-archive:{archive}"], Deadline);
        Assert.True(exitCode == 0, output);

        await Node.PushAsync(archive, "docker.io/e2e/pushed:1.0", Deadline);

        await RunAsync(Namespace, "pushed", "docker.io/e2e/pushed:1.0");
    }

    [Fact]
    public async Task RestartedApiServer_HasPodsRunAsBefore()
    {
        await ControlPlane.RestartApiServerAsync(cancellationToken: Deadline);

        await RunAsync(Namespace, "dh-busybox", "docker.io/library/busybox");
        Assert.NotNull(await Namespace.TryCreatePodAsync(Example));
    }
}
