using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>The digest part.</summary>
public class DigestTests
{
    [Theory]
    [InlineData("sha256:" + Hex.Of64)]
    [InlineData("sha384:" + Hex.Of96)]
    [InlineData("sha512:" + Hex.Of128)]
    public void DigestOfAKnownAlgorithm_IsAccepted(string digest)
    {
        Assert.Equal(digest, ImageReference.Parse("busybox@" + digest).Digest);
        Assert.Equal(digest, ImageReference.Parse("[::1]:5000/app:1@" + digest).Digest);
    }

    [Theory]
    [InlineData("sha256:" + Hex.Of32)]
    [InlineData("sha256:" + Hex.Of64 + "0")]
    [InlineData("sha256:" + Hex.Of96)]
    [InlineData("sha384:" + Hex.Of64)]
    [InlineData("sha384:" + Hex.Of128)]
    [InlineData("sha512:" + Hex.Of64)]
    [InlineData("sha512:" + Hex.Of128 + "0")]
    [InlineData("sha256:")]
    [InlineData("sha256")]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(Hex.Of64)]
    [InlineData("SHA256:" + Hex.Of64)]
    [InlineData("sha256:" + Hex.Of32 + "0123456789ABCDEF0123456789abcdef")]
    [InlineData("sha256:" + Hex.Of32 + "0123456789abcdef0123456789abcdeg")]
    [InlineData("sha256:" + Hex.Of64 + "\n")]
    [InlineData("sha256:" + Hex.Of64 + "@sha256:" + Hex.Of64)]
    [InlineData("sha256:" + Hex.Of64 + ":1")]
    [InlineData("sha1:0123456789abcdef0123456789abcdef01234567")]
    [InlineData("md5:" + Hex.Of32)]
    [InlineData("sha256+b64:" + Hex.Of64)]
    [InlineData("blake3:" + Hex.Of64)]
    public void AnythingElseAfterTheAt_IsRefused(string digest)
    {
        Assert.Equal(ImageReferencePart.Digest, Refusal.Of("busybox@" + digest).Part);
        Assert.Equal(ImageReferencePart.Digest, Refusal.Of("r.example/team/app:1@" + digest).Part);
    }

    [Theory]
    [InlineData("@sha256:" + Hex.Of64)]
    [InlineData("r.example/@sha256:" + Hex.Of64)]
    public void DigestWithoutAName_IsRefused(string text)
        => Assert.Equal(ImageReferencePart.Repository, Refusal.Of(text).Part);

    [Fact]
    public void DigestAlone_IsAnImageWithANumberForATag()
    {
        // As Docker has it: "sha256" is the name, the digits are its tag.
        var image = ImageReference.Parse("sha256:" + Hex.Of64);

        Assert.Equal("library/sha256", image.Repository);
        Assert.Equal(Hex.Of64, image.Tag);
        Assert.False(image.HasDigest);
    }
}
