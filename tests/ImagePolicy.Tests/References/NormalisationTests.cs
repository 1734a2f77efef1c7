using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>What is implied is filled in as Docker and containerd do it.</summary>
public class NormalisationTests
{
    [Theory]
    [InlineData("busybox")]
    [InlineData("library/busybox")]
    [InlineData("docker.io/busybox")]
    [InlineData("docker.io/library/busybox")]
    [InlineData("index.docker.io/busybox")]
    [InlineData("index.docker.io/library/busybox")]
    [InlineData("Docker.IO/busybox")]
    [InlineData("INDEX.docker.io/library/busybox")]
    public void EverySpellingOfAnOfficialImage_IsTheSameImage(string text)
    {
        var image = ImageReference.Parse(text);

        Assert.Equal("docker.io", image.Registry);
        Assert.Equal("library/busybox", image.Repository);
        Assert.Equal("docker.io/library/busybox:latest", image.ToString());
        Assert.Equal(text, image.AsWritten);
    }

    [Theory]
    [InlineData("grafana/loki", "docker.io", "grafana/loki")]
    [InlineData("docker.io/grafana/loki", "docker.io", "grafana/loki")]
    [InlineData("library/tools/busybox", "docker.io", "library/tools/busybox")]
    [InlineData("docker.io/library/tools/busybox", "docker.io", "library/tools/busybox")]
    [InlineData("some_team/app", "docker.io", "some_team/app")]
    [InlineData("quay.io/busybox", "quay.io", "busybox")]
    [InlineData("quay.io/library/busybox", "quay.io", "library/busybox")]
    [InlineData("localhost/app", "localhost", "app")]
    [InlineData("localhost:5000/app", "localhost:5000", "app")]
    [InlineData("localhostess/app", "docker.io", "localhostess/app")]
    [InlineData("build-host:5000/app", "build-host:5000", "app")]
    [InlineData("10.0.0.7/app", "10.0.0.7", "app")]
    [InlineData("xn--bcher-kva.example/app", "xn--bcher-kva.example", "app")]
    [InlineData("gcr.io/docker.io/library/busybox", "gcr.io", "docker.io/library/busybox")]
    public void TextBeforeTheFirstSlash_IsARegistryOrPartOfThePath(string text, string registry, string repository)
    {
        var image = ImageReference.Parse(text);

        Assert.Equal(registry, image.Registry);
        Assert.Equal(repository, image.Repository);
    }

    [Theory]
    [InlineData("localhost", "library/localhost", "")]
    [InlineData("localhost:5000", "library/localhost", "5000")]
    [InlineData("quay.io", "library/quay.io", "")]
    [InlineData("quay.io:443", "library/quay.io", "443")]
    [InlineData("10.0.0.7:5000", "library/10.0.0.7", "5000")]
    public void WithoutASlash_NothingIsARegistry(string text, string repository, string tag)
    {
        var image = ImageReference.Parse(text);

        Assert.False(image.HasRegistry);
        Assert.Equal("docker.io", image.Registry);
        Assert.Equal(repository, image.Repository);
        Assert.Equal(tag, image.Tag);
    }

    [Theory]
    [InlineData("Registry.EXAMPLE.com/app", "registry.example.com")]
    [InlineData("BUILDHOST/app", "buildhost:443")]
    [InlineData("Library/busybox", "library:443")]
    [InlineData("[ABC]/app", "[abc]:443")]
    [InlineData("LOCALHOST/app", "localhost")]
    [InlineData("LOCALHOST:5000/app", "localhost:5000")]
    public void UpperCaseHost_IsARegistryInLowerCase(string text, string registry)
    {
        var image = ImageReference.Parse(text);

        Assert.True(image.HasRegistry);
        Assert.Equal(registry, image.Registry);
        Assert.Equal(text.AsSpan(text.IndexOf('/') + 1), image.Repository);
    }

    [Theory]
    [InlineData("busybox", "", "latest", "docker.io/library/busybox:latest")]
    [InlineData("busybox:1.36", "1.36", "1.36", "docker.io/library/busybox:1.36")]
    [InlineData("busybox@sha256:" + Hex.Of64, "", "", "docker.io/library/busybox@sha256:" + Hex.Of64)]
    [InlineData("busybox:1.36@sha256:" + Hex.Of64, "1.36", "", "docker.io/library/busybox:1.36@sha256:" + Hex.Of64)]
    public void TagThatIsResolved_IsTheOneWrittenOrLatest_AndNoneBesideADigest(string text, string tag, string resolved, string normal)
    {
        var image = ImageReference.Parse(text);

        Assert.Equal(tag, image.Tag);
        Assert.Equal(resolved, image.ResolvedTag);
        Assert.Equal(normal, image.ToString());
    }

    [Theory]
    [InlineData("busybox", false, false, false)]
    [InlineData("docker.io/busybox", true, false, false)]
    [InlineData("busybox:latest", false, true, false)]
    [InlineData("busybox@sha256:" + Hex.Of64, false, false, true)]
    [InlineData("quay.io/app:1@sha256:" + Hex.Of64, true, true, true)]
    public void WhatWasWritten_IsToldFromWhatWasImplied(string text, bool registry, bool tag, bool digest)
    {
        var image = ImageReference.Parse(text);

        Assert.Equal((registry, tag, digest), (image.HasRegistry, image.HasTag, image.HasDigest));
    }
}
