using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>The tag part.</summary>
public class TagTests
{
    [Theory]
    [InlineData("latest")]
    [InlineData("1")]
    [InlineData("_")]
    [InlineData("_.-")]
    [InlineData("V1.2.3-RC_4")]
    [InlineData("5000")]
    [InlineData("a..b--c__d")]
    [InlineData("test.example.com")]
    public void TagOfTheGrammar_IsAcceptedAsItIs(string tag)
    {
        Assert.Equal(tag, ImageReference.Parse("busybox:" + tag).Tag);
        Assert.Equal(tag, ImageReference.Parse("r.example:5000/app:" + tag + "@sha256:" + Hex.Of64).Tag);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("-a")]
    [InlineData("a:b")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a~1")]
    [InlineData("a\n")]
    [InlineData("ä")]
    [InlineData("a\u0660")]
    public void TagOutsideTheGrammar_IsRefused(string tag)
        => Assert.Equal(ImageReferencePart.Tag, Refusal.Of("busybox:" + tag).Part);

    [Fact]
    public void TagOf128Characters_IsTheLongest()
    {
        var longest = "busybox:" + new string('a', 128);

        Assert.Equal(128, ImageReference.Parse(longest).Tag.Length);
        Assert.Equal("the tag has 129 characters; at most 128 are allowed", Refusal.Of(longest + "a").Message);
        Assert.Equal(ImageReferencePart.Tag, Refusal.Of(longest + "a@sha256:" + Hex.Of64).Part);
    }
}
