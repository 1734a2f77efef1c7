using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>The repository part: components, separators, length, and what is an image ID instead.</summary>
public class RepositoryTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("a.b")]
    [InlineData("a_b")]
    [InlineData("a__b")]
    [InlineData("a-b")]
    [InlineData("a------b")]
    [InlineData("a.b_c__d-e--f")]
    [InlineData("a/b/c/d/e/f")]
    [InlineData("docker.io")]
    [InlineData("project--id.module--name.ver---sion--name")]
    public void PathOfTheGrammar_IsAccepted(string path)
        => Assert.Equal(path, ImageReference.Parse("r.example/" + path).Repository);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a///b")]
    [InlineData(".a")]
    [InlineData("_a")]
    [InlineData("-a")]
    [InlineData("a.")]
    [InlineData("a_")]
    [InlineData("a-")]
    [InlineData("a/.b")]
    [InlineData("a/b-/c")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("a._b")]
    [InlineData("a_.b")]
    [InlineData("a-_b")]
    [InlineData("a-.b")]
    [InlineData("a__-b")]
    [InlineData("A")]
    [InlineData("aB")]
    [InlineData("a/B")]
    [InlineData("a+b")]
    [InlineData("a b")]
    [InlineData("a%2fb")]
    [InlineData("a\\b")]
    [InlineData("a~b")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    public void PathOutsideTheGrammar_IsRefused(string path)
        => Assert.Equal(ImageReferencePart.Repository, Refusal.Of("r.example/" + path).Part);

    [Theory]
    [InlineData("r.example/")]
    [InlineData("docker.io/team/")]
    [InlineData("team/")]
    public void PathOf255Characters_IsTheLongest(string prefix)
    {
        var written = prefix.Length - (prefix.Contains('.') ? prefix.IndexOf('/') + 1 : 0);
        var longest = prefix + new string('a', 255 - written);

        Assert.Equal(255, ImageReference.Parse(longest).Repository.Length);
        Assert.Equal("the repository has 256 characters; at most 255 are allowed", Refusal.Of(longest + "a").Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("docker.io/")]
    [InlineData("index.docker.io/")]
    public void ImpliedLibrary_CountsTowardsTheLength(string prefix)
    {
        var longest = prefix + new string('a', 255 - "library/".Length);

        Assert.Equal(255, ImageReference.Parse(longest).Repository.Length);
        Assert.Equal("the repository has 256 characters; at most 255 are allowed", Refusal.Of(longest + "a").Message);
    }

    [Fact]
    public void TagAndDigest_DoNotCountTowardsTheLength()
    {
        var longest = "r.example:5000/" + new string('a', 255) + ":" + new string('t', 128) + "@sha512:" + Hex.Of128;

        Assert.Equal(255, ImageReference.Parse(longest).Repository.Length);
    }

    [Fact]
    public void SixtyFourHexDigits_AreAnImageId()
    {
        var error = Refusal.Of(Hex.Of64);

        Assert.Equal(ImageReferencePart.Reference, error.Part);
        Assert.Equal("64 hexadecimal digits are an image ID, not a name; write NAME@sha256:ID", error.Message);
    }

    [Theory]
    [InlineData(Hex.Of32 + "0123456789abcdef0123456789abcde")]
    [InlineData(Hex.Of64 + "0")]
    [InlineData(Hex.Of32 + "0123456789abcdef0123456789abcdeg")]
    public void AlmostAnImageId_IsAName(string name)
        => Assert.Equal("library/" + name, ImageReference.Parse(name).Repository);

    [Fact]
    public void SixtyFourHexDigitsBelowARegistryOrWithATag_AreAName()
    {
        Assert.Equal("library/" + Hex.Of64, ImageReference.Parse("docker.io/" + Hex.Of64).Repository);
        Assert.Equal("library/" + Hex.Of64, ImageReference.Parse(Hex.Of64 + ":1").Repository);
    }
}
