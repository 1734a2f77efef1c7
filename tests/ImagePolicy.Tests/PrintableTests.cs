namespace Bouncer.ImagePolicy.Tests;

public class PrintableTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("docker.io/library/busybox:1 ~", "docker.io/library/busybox:1 ~")]
    [InlineData("a\r\nb\tc\0", "a\\u000D\\u000Ab\\u0009c\\u0000")]
    [InlineData("\u001b[31m\u009b31m\u007f", "\\u001B[31m\\u009B31m\\u007F")]
    [InlineData("\u202egpj.exe\u2066\u200b\ufeff", "\\u202Egpj.exe\\u2066\\u200B\\uFEFF")]
    [InlineData("d\u043ecker", "d\\u043Ecker")]
    [InlineData("\ud83d\ude00", "\\uD83D\\uDE00")]
    public void WhatIsNotPrintableAscii_IsShownByItsCodePoint(string text, string shown)
        => Assert.Equal(shown, Printable.Text(text));

    [Theory]
    [InlineData(10, "aaaaaaaaaa")]
    [InlineData(11, "aaaaaaaaaa... (11 characters)")]
    [InlineData(5_000_000, "aaaaaaaaaa... (5000000 characters)")]
    public void LongText_IsCutWithItsLength(int length, string shown)
        => Assert.Equal(shown, Printable.Text(new string('a', length), 10));

    [Fact]
    public void HalfASurrogatePair_IsShownToo()
        => Assert.Equal("\\uD800x", Printable.Text("\ud800x"));

    [Theory]
    [InlineData("a", "\"a\"")]
    [InlineData("a\"; allowed", "\"a\\\"; allowed\"")]
    [InlineData("a\\", "\"a\\\\\"")]
    [InlineData("\n", "\"\\u000A\"")]
    public void QuotedText_CannotEndItsQuotesEarly(string text, string shown)
        => Assert.Equal(shown, Printable.Quoted(text));

    [Fact]
    public void QuotedTextThatIsCut_CannotEndItsQuotesEarly()
    {
        Assert.Equal("\"\\\"\\\"\\\"... (9 characters)\"", Printable.Quoted(new string('"', 9), 3));
        Assert.Equal("\"ab\\\\... (6 characters)\"", Printable.Quoted("ab\\\\\\\\", 3));
    }
}
