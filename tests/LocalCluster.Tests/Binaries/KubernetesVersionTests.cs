using Bouncer.LocalCluster.Binaries;

namespace Bouncer.LocalCluster.Tests.Binaries;

public class KubernetesVersionTests
{
    [Theory]
    [InlineData("Kubernetes v1.20.2\n", "v1.20.2")]
    [InlineData("Kubernetes v1.36.0-rc.1+abc", "v1.36.0")]
    public void Version_IsReadFromWhatProgramsPrint(string printed, string expected)
    {
        Assert.True(KubernetesVersion.TryParse(printed, out var version));
        Assert.Equal(expected, version.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Kubernetes 1.20")]
    [InlineData("v1.99999.0")]
    public void OtherText_IsNone(string printed) => Assert.False(KubernetesVersion.TryParse(printed, out _));

    [Fact]
    public void Versions_AreOrderedAsNumbers()
    {
        Assert.True(new KubernetesVersion(1, 9, 0) < new KubernetesVersion(1, 20, 2));
        Assert.True(new KubernetesVersion(1, 20, 10) > new KubernetesVersion(1, 20, 2));
        Assert.True(new KubernetesVersion(1, 23, 17).IsBefore(24));
        Assert.False(new KubernetesVersion(1, 24, 0).IsBefore(24));
    }
}
