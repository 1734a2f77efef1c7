using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>Texts that a person, or a comparison by prefix, takes for an image of Docker Hub.</summary>
public class LookAlikeTests
{
    [Theory]
    [InlineData("docker.io.evil.com/busybox", "docker.io.evil.com", "busybox")]
    [InlineData("evil.com/docker.io/busybox", "evil.com", "docker.io/busybox")]
    [InlineData("docker.io:5000/busybox", "docker.io:5000", "busybox")]
    [InlineData("docker.io:443/busybox", "docker.io:443", "busybox")]
    [InlineData("index.docker.io:443/library/busybox", "index.docker.io:443", "library/busybox")]
    [InlineData("docker.io-evil.com/busybox", "docker.io-evil.com", "busybox")]
    [InlineData("docker-io/busybox", "docker.io", "docker-io/busybox")]
    [InlineData("docker/io/busybox", "docker.io", "docker/io/busybox")]
    [InlineData("d0cker.io/busybox", "d0cker.io", "busybox")]
    [InlineData("docker.lo/busybox", "docker.lo", "busybox")]
    [InlineData("xn--dcker-jua.io/busybox", "xn--dcker-jua.io", "busybox")]
    [InlineData("registry-1.docker.io/library/busybox", "registry-1.docker.io", "library/busybox")]
    [InlineData("hub.docker.io/library/busybox", "hub.docker.io", "library/busybox")]
    public void AnotherRegistry_StaysAnotherRegistry(string text, string registry, string repository)
    {
        var image = ImageReference.Parse(text);

        Assert.Equal(registry, image.Registry);
        Assert.Equal(repository, image.Repository);
    }

    [Theory]
    [InlineData("docker.io./busybox")]
    [InlineData(".docker.io/busybox")]
    [InlineData("docker..io/busybox")]
    [InlineData("docker.io:/busybox")]
    [InlineData("docker.io /busybox")]
    [InlineData(" docker.io/busybox")]
    [InlineData("docker.io\t/busybox")]
    [InlineData("docker.io\0/busybox")]
    [InlineData("docker.io\0.evil.com/busybox")]
    [InlineData("docker.io%2fbusybox/x")]
    [InlineData("docker.io%00/busybox")]
    [InlineData("docker.io@evil.com/busybox")]
    [InlineData("docker.io:443@evil.com/busybox")]
    [InlineData("docker.io#evil.com/busybox")]
    [InlineData("docker.io?evil.com/busybox")]
    [InlineData("docker.io\\evil.com/busybox")]
    [InlineData("docker.io,evil.com/busybox")]
    [InlineData("docker.io;evil.com/busybox")]
    [InlineData("\uFF44ocker.io/busybox")]
    [InlineData("d\u043Ecker.io/busybox")]
    [InlineData("docker.\u0456o/busybox")]
    [InlineData("docker.io\u2215busybox/x")]
    [InlineData("docker.io\u2044busybox/x")]
    [InlineData("docker.io\uFF1A443/busybox")]
    [InlineData("doc\u200Bker.io/busybox")]
    [InlineData("doc\u200Dker.io/busybox")]
    [InlineData("\uFEFFdocker.io/busybox")]
    [InlineData("\u202Edocker.io/busybox")]
    [InlineData("doc\u00ADker.io/busybox")]
    [InlineData("DOC\u212AER.io/busybox")]
    [InlineData("docker.\u0130O/busybox")]
    [InlineData("docker.io\uD83D/busybox")]
    [InlineData("\U0001F433.docker.io/busybox")]
    public void BytesOutsideTheGrammarInTheHost_AreRefused(string text)
        => Assert.Equal(ImageReferencePart.Registry, Refusal.Of(text).Part);

    [Theory]
    [InlineData("docker.io/busybox\0")]
    [InlineData("docker.io/busybox\n")]
    [InlineData("docker.io/busybox\r\nx")]
    [InlineData("docker.io/busybox ")]
    [InlineData("docker.io/busy\tbox")]
    [InlineData("docker.io/busybox%20")]
    [InlineData("docker.io/busyb\u043Ex")]
    [InlineData("docker.io/busybox\u200B")]
    [InlineData("docker.io/\uFF42usybox")]
    [InlineData("docker.io/busybox\uD800")]
    [InlineData("docker.io/bu\u017Fybox")]
    [InlineData("docker.io/busybox\u0661")]
    [InlineData("busybox\u2028")]
    [InlineData("docker\u3002io/busybox")]
    [InlineData("docker\uFF0Eio/busybox")]
    [InlineData("docker.io\uFF0Fbusybox")]
    public void BytesOutsideTheGrammarInTheRepository_AreRefused(string text)
        => Assert.Equal(ImageReferencePart.Repository, Refusal.Of(text).Part);

    [Fact]
    public void OddCharacter_IsShownByItsCodePoint()
        => Assert.Equal(
            "the registry has U+043E at position 1, where only letters, digits, '-' and '.' may stand",
            Refusal.Of("d\u043Ecker.io/busybox").Message);
}
