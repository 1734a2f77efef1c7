using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.References;
using Bouncer.ImagePolicy.Tests.References;

namespace Bouncer.ImagePolicy.Tests.Patterns;

public class ImagePatternTests
{
    private const string Digest = "sha256:" + Hex.Of64;

    [Theory]
    [InlineData("docker.io/library/busybox:1.36", "busybox:1.36", true)]
    [InlineData("docker.io/busybox:1.36", "busybox:1.36", true)]
    [InlineData("docker.io/busybox:1.36", "busybox:1.36.1", false)]
    [InlineData("docker.io/busybox:1.36", "busybox", false)]
    [InlineData("docker.io/busybox:latest", "busybox", true)]
    [InlineData("docker.io/busybox:1.36", "quay.io/library/busybox:1.36", false)]
    [InlineData("docker.io/busybox:1.*", "busybox:1.36", true)]
    [InlineData("docker.io/busybox:1.*", "busybox:2.0", false)]
    [InlineData("docker.io/busybox:*", "busybox", true)]
    [InlineData("gcr.io/my-project/*:v*", "gcr.io/my-project/app:v1", true)]
    [InlineData("gcr.io/my-project/*:v*", "gcr.io/my-project/app:V1", false)]
    [InlineData("gcr.io/my-project/*:v*", "gcr.io/my-project/app", false)]
    [InlineData("localhost:5000/app:1", "localhost:5000/app:1", true)]
    [InlineData("localhost:5000/app:1", "localhost:5001/app:1", false)]
    [InlineData("[::1]:5000/app:1", "[0::1]:5000/app:1", true)]
    public void Tag_IsTheOneThatIsResolved(string pattern, string image, bool matches)
        => Assert.Equal(matches, Parse(pattern).Matches(ImageReference.Parse(image)));

    [Theory]
    [InlineData("docker.io/busybox@" + Digest, "busybox@" + Digest, true)]
    [InlineData("docker.io/busybox@" + Digest, "busybox:1.36@" + Digest, true)]
    [InlineData("docker.io/busybox@" + Digest, "busybox@sha512:" + Hex.Of128, false)]
    [InlineData("docker.io/busybox@" + Digest, "quay.io/library/busybox@" + Digest, false)]
    [InlineData("docker.io/busybox@" + Digest, "busybox", false)]
    [InlineData("docker.io/busybox:1.36@" + Digest, "busybox:1.36@" + Digest, true)]
    [InlineData("docker.io/busybox:1.36@" + Digest, "busybox:1.37@" + Digest, false)]
    [InlineData("docker.io/busybox:1.36@" + Digest, "busybox@" + Digest, false)]
    [InlineData("docker.io/busybox:1.36@" + Digest, "busybox:1.36", false)]
    [InlineData("docker.io/busybox:1.36", "busybox:1.36@" + Digest, false)]
    [InlineData("docker.io/busybox:*", "busybox:1.36@" + Digest, false)]
    public void Digest_DecidesWhereThereIsOne(string pattern, string image, bool matches)
        => Assert.Equal(matches, Parse(pattern).Matches(ImageReference.Parse(image)));

    [Theory]
    [InlineData("docker.io/busybox:1", "docker.io/library/busybox:1")]
    [InlineData("GCR.io/app:V1@" + Digest, "gcr.io/app:V1@" + Digest)]
    [InlineData("gcr.io:80/a/**:v*", "gcr.io:80/a/**:v*")]
    public void Text_IsTheNormalForm(string written, string text)
    {
        Assert.Equal(text, Parse(written).Text);
        Assert.Equal(text, Parse(text).Text);
    }

    [Theory]
    [InlineData("", "the image is empty")]
    [InlineData("busybox:1.36", "the image names no registry; write docker.io/busybox:1.36 if Docker Hub is meant")]
    [InlineData("team/app:1", "the image names no registry; write docker.io/team/app:1 if Docker Hub is meant")]
    [InlineData("localhost:5000", "the image names no registry; write docker.io/localhost:5000 if Docker Hub is meant")]
    [InlineData("gcr.io/app", "the image has neither tag nor digest; add one, or list \"gcr.io/app\" under 'repositories'")]
    [InlineData("localhost:5000/app", "the image has neither tag nor digest; add one, or list \"localhost:5000/app\" under 'repositories'")]
    [InlineData("gcr.io/app:", "the tag is empty at position 11")]
    [InlineData("gcr.io/app:-1", "the tag starts with '-' at position 11; tags start with a letter, a digit or '_'")]
    [InlineData("gcr.io/app:1+2", "the tag has '+' at position 12, where only letters, digits, '_', '.' and '-' may stand")]
    [InlineData("gcr.io/app@", "the digest names no algorithm; write sha256: and 64 hexadecimal digits")]
    [InlineData("gcr.io/app@sha256:*", "the digest has '*' at position 18, where only 0-9 and a-f may stand")]
    [InlineData("gcr.io/app@sha256:" + Hex.Of32, "the digest has 32 hexadecimal digits; sha256 takes 64")]
    [InlineData("gcr.io/App:1", "the repository has the upper-case letter 'A' at position 7; repositories are lower case")]
    [InlineData("gcr.io/a**:1", "'**' stands for whole path segments, so \"a**\" cannot hold it; write '*'")]
    [InlineData("gcr..io/app:1", "the registry has an empty part at position 4; dots may not lead, trail or double")]
    public void TextThatIsNoPattern_GetsAMessageThatSaysWhatToWrite(string text, string message)
    {
        Assert.False(ImagePattern.TryParse(text, out _, out var error));
        Assert.Equal(message, error);
    }

    private static ImagePattern Parse(string text)
    {
        Assert.True(ImagePattern.TryParse(text, out var pattern, out var error), error);
        return pattern;
    }
}
