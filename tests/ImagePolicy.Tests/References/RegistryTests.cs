using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>The registry part: host names, addresses and ports.</summary>
public class RegistryTests
{
    [Theory]
    [InlineData("a.b")]
    [InlineData("a.b.c.d.e")]
    [InlineData("a-b.c--d")]
    [InlineData("0.1")]
    [InlineData("xn--n3h.com")]
    [InlineData("192.168.100.200")]
    [InlineData("999.999.999.999")]
    [InlineData("h:0")]
    [InlineData("h:65535")]
    [InlineData("h:750050")]
    public void HostOfTheGrammar_IsAcceptedAsItIs(string registry)
        => Assert.Equal(registry, ImageReference.Parse(registry + "/app").Registry);

    [Theory]
    [InlineData("r.example:0443", "r.example:443")]
    [InlineData("r.example:00005000", "r.example:5000")]
    [InlineData("r.example:0", "r.example:0")]
    [InlineData("r.example:000", "r.example:0")]
    [InlineData("R.Example:080", "r.example:80")]
    [InlineData("r.example:5000", "r.example:5000")]
    public void Port_HasNoLeadingZeros(string written, string normal)
        => Assert.Equal(normal, ImageReference.Parse(written + "/app").Registry);

    [Theory]
    [InlineData("[::1]:5000", "[::1]:5000")]
    [InlineData("[fd00:1:2::3]", "[fd00:1:2::3]")]
    [InlineData("[2001:db8:1:2:3:4:5:6]:443", "[2001:db8:1:2:3:4:5:6]:443")]
    [InlineData("[2001:0DB8:0:0:0:0:0:0001]", "[2001:db8::1]")]
    [InlineData("[0:0:0:0:0:0:0:1]:0443", "[::1]:443")]
    [InlineData("[2001:db8::]", "[2001:db8::]")]
    [InlineData("[1:0:0:4:0:0:0:8]", "[1:0:0:4::8]")]
    [InlineData("[1:0:0:4:5:0:0:8]", "[1::4:5:0:0:8]")]
    [InlineData("[1:0:3:4:5:6:7:8]", "[1:0:3:4:5:6:7:8]")]
    public void AddressOfSixteenBytes_HasOneSpelling(string written, string normal)
        => Assert.Equal(normal, ImageReference.Parse(written + "/app").Registry);

    [Theory]
    [InlineData("[::ffff:0102:0304]", "[::ffff:102:304]")]
    [InlineData("[::FFFF:0:0]", "[::ffff:0:0]")]
    [InlineData("[0:0:0:0:0:0:0102:0304]:1", "[::102:304]:1")]
    [InlineData("[fe80::5efe:c000:0201]", "[fe80::5efe:c000:201]")]
    public void AddressThatHoldsAnIPv4Address_IsWrittenWithoutDots(string written, string normal)
    {
        var image = ImageReference.Parse(written + "/app");

        Assert.Equal(normal, image.Registry);
        Assert.Equal(normal, ImageReference.Parse(image.ToString()).Registry);
    }

    [Theory]
    [InlineData("[:::]:1", "[:::]:1")]
    [InlineData("[fd00123123123]:75050", "[fd00123123123]:75050")]
    [InlineData("[A:B]:80", "[a:b]:80")]
    [InlineData("[127]:80", "[127]:80")]
    [InlineData("[1:2:3:4:5:6:7:8:9]", "[1:2:3:4:5:6:7:8:9]")]
    public void TextInBracketsThatIsNoAddress_StaysInLowerCase(string written, string normal)
        => Assert.Equal(normal, ImageReference.Parse(written + "/app").Registry);

    [Theory]
    [InlineData("[::1]")]
    [InlineData("[::1]:5000")]
    [InlineData("[::1]:latest")]
    public void AddressWithoutARepository_IsRefused(string text)
        => Assert.False(ImageReference.TryParse(text, out _, out _));

    [Theory]
    [InlineData("[::1%eth0]:5000/app")]
    [InlineData("[::ffff:1.2.3.4]/app")]
    [InlineData("fd00::1/app")]
    [InlineData("fd00::1:5000/app")]
    [InlineData("[::1]5000/app")]
    [InlineData("[::1]::5000/app")]
    [InlineData("[123]/app")]
    [InlineData("h:http/app")]
    [InlineData("h:-1/app")]
    [InlineData("h:+1/app")]
    [InlineData("h:1 /app")]
    [InlineData("user@h.example/app")]
    [InlineData("h.example:80:80/app")]
    [InlineData("https://h.example/app")]
    [InlineData("//h.example/app")]
    public void HostOutsideTheGrammar_IsRefused(string text)
        => Assert.Equal(
            text[0] is '/' || text == "[123]/app" ? ImageReferencePart.Repository : ImageReferencePart.Registry,
            Refusal.Of(text).Part);

    [Theory]
    [InlineData("foo_bar.example/app")]
    [InlineData("foo__bar.example/app")]
    [InlineData("foo_bar:5000/app")]
    [InlineData("Foo_bar/app")]
    public void FirstSegmentThatIsNeitherHostNorPath_IsRefused(string text)
        => Assert.Equal(ImageReferencePart.Registry, Refusal.Of(text).Part);
}
