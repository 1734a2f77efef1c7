using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.Patterns;

public class RepositoryPatternTests
{
    [Theory]
    [InlineData("docker.io/library/busybox", "busybox", true)]
    [InlineData("docker.io/busybox", "docker.io/library/busybox:1.36", true)]
    [InlineData("index.docker.io/busybox", "library/busybox", true)]
    [InlineData("docker.io/busybox", "docker.io/team/busybox", false)]
    [InlineData("docker.io/busybox", "quay.io/library/busybox", false)]
    [InlineData("docker.io/busybox", "docker.io/library/busybox2", false)]
    [InlineData("docker.io/busybox", "docker.io/library/busybox/x", false)]
    [InlineData("docker.io/team/app", "team/app", true)]
    [InlineData("docker.io/*", "busybox", false)]
    [InlineData("docker.io/library/*", "busybox", true)]
    [InlineData("docker.io/**", "busybox", true)]
    [InlineData("docker.io/**", "docker.io.evil.com/busybox", false)]
    [InlineData("gcr.io/my-project/*", "gcr.io/my-project/app", true)]
    [InlineData("gcr.io/my-project/*", "gcr.io/my-project/team/app", false)]
    [InlineData("gcr.io/my-project/*", "gcr.io/my-project", false)]
    [InlineData("gcr.io/my-project/*", "gcr.io/my-project-evil/app", false)]
    [InlineData("gcr.io/my-project/**", "gcr.io/my-project", true)]
    [InlineData("gcr.io/my-project/**", "gcr.io/my-project/a/b/c", true)]
    [InlineData("gcr.io/my-project/**", "gcr.io/my-project-evil/app", false)]
    [InlineData("gcr.io/my-*/app", "gcr.io/my-team/app", true)]
    [InlineData("gcr.io/my-*/app", "gcr.io/my-team/x/app", false)]
    [InlineData("GCR.io:443/my-project/app", "gcr.io/my-project/app", true)]
    [InlineData("gcr.io:*/app", "gcr.io:5000/app", true)]
    [InlineData("gcr.io/app", "gcr.io:5000/app", false)]
    [InlineData("*.gcr.io/app", "eu.gcr.io/app", true)]
    [InlineData("**/app", "quay.io:5000/app", true)]
    [InlineData("**/app", "quay.io/team/app", false)]
    [InlineData("**/**", "quay.io:5000/team/app", true)]
    [InlineData("localhost/app", "localhost/app", true)]
    [InlineData("localhost/app", "docker.io/localhost/app", false)]
    [InlineData("BUILDHOST/app", "BuildHost/app", true)]
    [InlineData("BUILDHOST/app", "buildhost/app", false)]
    [InlineData("[::1]:5000/**", "[0::1]:5000/app", true)]
    public void RegistryAndPath_AreComparedBySegments(string pattern, string image, bool matches)
        => Assert.Equal(matches, Parse(pattern).Matches(ImageReference.Parse(image)));

    [Theory]
    [InlineData("docker.io/busybox", "docker.io/library/busybox")]
    [InlineData("Index.Docker.io/busybox", "docker.io/library/busybox")]
    [InlineData("docker.io/busy*", "docker.io/busy*")]
    [InlineData("GCR.io:0080/a/**", "gcr.io:80/a/**")]
    [InlineData("BUILDHOST/app", "buildhost:443/app")]
    [InlineData("BUILDHOST:*/app", "buildhost:*/app")]
    public void Text_IsTheNormalForm(string written, string text)
    {
        Assert.Equal(text, Parse(written).Text);
        Assert.Equal(text, Parse(text).Text);
    }

    [Theory]
    [InlineData("", "the repository is empty")]
    [InlineData("busybox", "the repository names no registry; write docker.io/busybox if Docker Hub is meant")]
    [InlineData("library/busybox", "the repository names no registry; write docker.io/library/busybox if Docker Hub is meant")]
    [InlineData("team/*", "the repository names no registry; write docker.io/team/* if Docker Hub is meant")]
    [InlineData("gcr.io", "the repository has no path; write gcr.io/** for all of it, or list it under 'registries'")]
    [InlineData("localhost:5000", "the repository has no path; write localhost:5000/** for all of it, or list it under 'registries'")]
    [InlineData("localhost", "the repository has no path; write localhost/** for all of it, or list it under 'registries'")]
    [InlineData("**", "the repository has no path; write **/** for all of it, or list it under 'registries'")]
    [InlineData("gcr.io/", "the repository has no path; write gcr.io/** for all of it, or list it under 'registries'")]
    [InlineData("gcr.io/team//app", "the repository has an empty part at position 12")]
    [InlineData("gcr.io/team/App", "the repository has the upper-case letter 'A' at position 12; repositories are lower case")]
    [InlineData("gcr.io/-*", "the repository has a part that starts with '-' at position 7; parts start with a-z or 0-9")]
    [InlineData("gcr.io/te am", "the repository has a space at position 9, where only a-z, 0-9, '.', '_', '-' and '/' may stand")]
    [InlineData("gcr.io/app:1", "a repository has no tag or digest; list it under 'images'")]
    [InlineData("gcr.io/app@sha256:0", "a repository has no tag or digest; list it under 'images'")]
    [InlineData("gcr.io/a**/b", "'**' stands for whole path segments, so \"a**\" cannot hold it; write '*'")]
    [InlineData("gcr..io/app", "the registry has an empty part at position 4; dots may not lead, trail or double")]
    [InlineData("https://gcr.io/app", "a repository has no scheme; write gcr.io/app")]
    public void TextThatIsNoPattern_GetsAMessageThatSaysWhatToWrite(string text, string message)
    {
        Assert.False(RepositoryPattern.TryParse(text, out _, out var error));
        Assert.Equal(message, error);
    }

    private static RepositoryPattern Parse(string text)
    {
        Assert.True(RepositoryPattern.TryParse(text, out var pattern, out var error), error);
        return pattern;
    }
}
