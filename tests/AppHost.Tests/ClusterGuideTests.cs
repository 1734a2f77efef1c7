using System.Net;
using Bouncer.AppHost.Cluster;

namespace Bouncer.AppHost.Tests;

public class ClusterGuideTests
{
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(5.25);

    [Fact]
    public void Guide_NamesTheKubeconfig_AndHasTwoPodsToTry()
        => Assert.Equal(
            """

            A control plane (Kubernetes v1.20.2, ready after 5.3 s) asks image-bouncer-webhook before it admits Pods.
              kubeconfig  /tmp/it's/admin.kubeconfig

            Admitted:
              'kubectl' --kubeconfig '/tmp/it'\''s/admin.kubeconfig' run dh-busybox --image='docker.io/library/busybox'

            Refused:
              'kubectl' --kubeconfig '/tmp/it'\''s/admin.kubeconfig' run foreign-busybox --image='registry.example.com/busybox'

            """,
            ClusterGuide.Write("v1.20.2", s_start, "'kubectl'", "/tmp/it's/admin.kubeconfig", "docker.io/library/busybox"),
            ignoreLineEndingDifferences: true);

    [Fact]
    public void WhereNoImageIsKnown_NoPodIsPromisedAnything()
        => Assert.DoesNotContain(" run ", ClusterGuide.Write("v1.20.2", s_start, "'kubectl'", "/tmp/admin.kubeconfig", allowedImage: null), StringComparison.Ordinal);

    [Theory]
    [InlineData("docker.io,gcr.io", null, null, "docker.io/library/busybox")]
    [InlineData("gcr.io, docker.io", null, null, "docker.io/library/busybox")]
    [InlineData("quay.io", null, null, null)] // The constraint of the walk-through wants docker.io.
    [InlineData("docker.io", "/policy.yaml", null, null)]
    [InlineData("docker.io", null, "/constraints", null)]
    public void AllowedImage_IsOneThatBothServicesAdmit(string registries, string? policy, string? constraints, string? expected)
        => Assert.Equal(expected, ClusterGuide.AllowedImage(new(30020, registries, policy, false, IPAddress.Loopback, null, new(8443, constraints, null), new(true, 18888))));
}
