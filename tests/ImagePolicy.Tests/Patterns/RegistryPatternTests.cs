using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.Patterns;

public class RegistryPatternTests
{
    [Theory]
    [InlineData("docker.io", "busybox", true)]
    [InlineData("docker.io", "index.docker.io/busybox", true)]
    [InlineData("index.docker.io", "busybox", true)]
    [InlineData("DOCKER.io", "docker.io/busybox", true)]
    [InlineData("docker.io", "docker.io.evil.com/busybox", false)]
    [InlineData("docker.io", "evil.com/docker.io/busybox", false)]
    [InlineData("docker.io", "evildocker.io/busybox", false)]
    [InlineData("docker.io", "registry-1.docker.io/library/busybox", false)]
    [InlineData("docker.io", "docker.io:5000/busybox", false)]
    [InlineData("gcr.io", "eu.gcr.io/app", false)]
    [InlineData("gcr.io", "GCR.IO/app", true)]
    [InlineData("localhost", "localhost/app", true)]
    [InlineData("localhost", "localhost", false)]
    [InlineData("buildhost", "BUILDHOST/app", true)]
    [InlineData("BuildHost", "BUILDHOST:443/app", true)]
    [InlineData("buildhost", "buildhost/app", false)]
    public void Host_IsComparedAsAWhole(string pattern, string image, bool matches)
        => Assert.Equal(matches, Matches(pattern, image));

    [Theory]
    [InlineData("r.example", "r.example:443/app", true)]
    [InlineData("r.example:443", "r.example/app", true)]
    [InlineData("r.example:0443", "r.example/app", true)]
    [InlineData("r.example", "r.example:5000/app", false)]
    [InlineData("r.example:5000", "r.example/app", false)]
    [InlineData("r.example:5000", "r.example:5000/app", true)]
    [InlineData("r.example:5000", "r.example:05000/app", true)]
    [InlineData("r.example:5000", "r.example:50001/app", false)]
    [InlineData("r.example:*", "r.example/app", true)]
    [InlineData("r.example:*", "r.example:5000/app", true)]
    [InlineData("r.example:*", "r.example.evil:5000/app", false)]
    [InlineData("localhost:*", "localhost:5000/app", true)]
    [InlineData("BUILDHOST:*", "buildhost:5000/app", true)]
    [InlineData("[::1]:5000", "[0:0::1]:5000/app", true)]
    [InlineData("[0::1]", "[::1]:443/app", true)]
    [InlineData("[::1]:*", "[::1]:8/app", true)]
    [InlineData("[::1]", "[::1]:8/app", false)]
    public void PortThatIsNotWritten_IsTheDefaultPort(string pattern, string image, bool matches)
        => Assert.Equal(matches, Matches(pattern, image));

    [Theory]
    [InlineData("*.example.com", "r.example.com/app", true)]
    [InlineData("*.example.com", "example.com/app", false)]
    [InlineData("*.example.com", "a.b.example.com/app", false)]
    [InlineData("*.example.com", "r.example.com.evil/app", false)]
    [InlineData("*.example.com", "rexample.com/app", false)]
    [InlineData("*.example.com", "r.example.com:5000/app", false)]
    [InlineData("*.example.com:*", "r.example.com:5000/app", true)]
    [InlineData("*.EXAMPLE.com", "r.example.com/app", true)]
    [InlineData("**.example.com", "example.com/app", true)]
    [InlineData("**.example.com", "a.b.example.com/app", true)]
    [InlineData("**.example.com", "evilexample.com/app", false)]
    [InlineData("**.example.com", "a.example.com:5000/app", false)]
    [InlineData("eu-*.example.com", "eu-1.example.com/app", true)]
    [InlineData("eu-*.example.com", "eu-1.x.example.com/app", false)]
    [InlineData("eu-*.example.com", "us-1.example.com/app", false)]
    [InlineData("registry.**", "registry.a.b/app", true)]
    [InlineData("10.0.*.*", "10.0.7.9/app", true)]
    [InlineData("*", "localhost/app", true)]
    [InlineData("*", "quay.io/app", false)]
    [InlineData("**:5000", "quay.io:5000/app", true)]
    [InlineData("**:5000", "quay.io/app", false)]
    [InlineData("**", "quay.io:5000/app", true)]
    [InlineData("**", "[::1]:5000/app", true)]
    [InlineData("**", "busybox", true)]
    public void Stars_StandForHostLabels(string pattern, string image, bool matches)
        => Assert.Equal(matches, Matches(pattern, image));

    [Theory]
    [InlineData("Docker.IO", "docker.io")]
    [InlineData("index.docker.io", "docker.io")]
    [InlineData("R.example:05000", "r.example:5000")]
    [InlineData("[0:0::1]:*", "[::1]:*")]
    [InlineData("BUILDHOST", "buildhost")]
    [InlineData("*.Example.com", "*.example.com")]
    [InlineData("**", "**")]
    public void Text_IsTheNormalForm(string written, string text)
    {
        Assert.Equal(text, Parse(written).Text);
        Assert.Equal(text, Parse(text).Text);
    }

    [Theory]
    [InlineData("**", true)]
    [InlineData("**:*", true)]
    [InlineData("**:443", false)]
    [InlineData("*", false)]
    [InlineData("**.io", false)]
    public void EverythingMatches_OnlyTwoStarsWithoutAPort(string pattern, bool everything)
        => Assert.Equal(everything, Parse(pattern).MatchesEverything);

    [Theory]
    [InlineData("r.example", true)]
    [InlineData("r.example:5000", true)]
    [InlineData("r.example:*", false)]
    [InlineData("*.example", false)]
    public void PatternForOneRegistry_IsLiteral(string pattern, bool literal)
        => Assert.Equal(literal, Parse(pattern).IsLiteral);

    [Theory]
    [InlineData("", "the registry is empty")]
    [InlineData("https://r.example/", "a registry has no scheme; write r.example")]
    [InlineData("r.example/team", "a registry has no path; write r.example, or list the repository under 'repositories'")]
    [InlineData("r.example/", "a registry has no path; write r.example, or list the repository under 'repositories'")]
    [InlineData("r.**.exam**ple", "'**' stands for whole host labels, so \"exam**ple\" cannot hold it; write '*'")]
    [InlineData("***.example", "'**' stands for whole host labels, so \"***\" cannot hold it; write '*'")]
    [InlineData("r..example", "the registry has an empty part at position 2; dots may not lead, trail or double")]
    [InlineData("r.example.", "the registry has an empty part at position 10; dots may not lead, trail or double")]
    [InlineData("-*.example", "the registry has a part that starts or ends with '-' at position 0")]
    [InlineData("r_1.example", "the registry has '_' at position 1, where only letters, digits, '-' and '.' may stand")]
    [InlineData("r.example,gcr.io", "the registry has ',' at position 9, where only letters, digits, '-' and '.' may stand")]
    [InlineData("r.exampl\u0435", "the registry has U+0435 at position 8, where only letters, digits, '-' and '.' may stand")]
    [InlineData(" r.example", "the registry has a space at position 0, where only letters, digits, '-' and '.' may stand")]
    [InlineData("r.example:", "the registry has no port after ':' at position 9")]
    [InlineData("r.example:http", "the registry has 'h' at position 10, where only the digits of a port may stand")]
    [InlineData("r.example:5*", "the registry has '*' at position 11, where only the digits of a port may stand")]
    [InlineData("r.example:**", "the registry has '*' at position 10, where only the digits of a port may stand")]
    [InlineData("r.example:5000:*", "the registry has ':' at position 14, where only the digits of a port may stand")]
    [InlineData("[fd00:*]", "the registry has '*' at position 6, where only hexadecimal digits and ':' may stand")]
    [InlineData("[::1", "the registry has an IPv6 address without its closing ']'")]
    public void TextThatIsNoPattern_GetsAMessageThatSaysWhatToWrite(string text, string message)
    {
        Assert.False(RegistryPattern.TryParse(text, out _, out var error));
        Assert.Equal(message, error);
    }

    private static bool Matches(string pattern, string image) => Parse(pattern).Matches(ImageReference.Parse(image).Registry);

    private static RegistryPattern Parse(string text)
    {
        Assert.True(RegistryPattern.TryParse(text, out var pattern, out var error), error);
        return pattern;
    }
}
