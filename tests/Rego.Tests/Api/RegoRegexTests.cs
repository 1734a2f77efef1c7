namespace Bouncer.Rego.Tests.Api;

public class RegoRegexTests
{
    [Theory]
    [InlineData("repo", "an invalid image repo", true)]
    [InlineData("^repo", "an invalid image repo", false)]
    [InlineData("Repo", "an invalid image repo", false)]
    [InlineData("(?i)Repo", "an invalid image repo", true)]
    [InlineData(@"\bimage\b", "ein ungültiges image", true)]
    [InlineData("", "", true)]
    public void Expression_MatchesAnyPartOfTheText(string pattern, string text, bool isMatch)
    {
        Assert.True(RegoRegex.TryParse(pattern, out var regex, out var error), error);
        Assert.Equal(isMatch, regex.IsMatch(text));
    }

    [Fact]
    public void WhatIsNoneOfGos_IsRefusedInItsWords()
    {
        Assert.False(RegoRegex.TryParse("(?=a)", out _, out var error));
        Assert.Equal("error parsing regexp: invalid or unsupported Perl syntax: `(?=`", error);
    }

    [Fact]
    public void ExpressionThatRunsTooLong_IsNeverAnAnswer()
    {
        Assert.True(RegoRegex.TryParse(@"(x+x+)+y\b", out var regex, out _));

        var late = Assert.Throws<TimeoutException>(() => regex.IsMatch(new string('x', 40) + "é"));
        Assert.Equal(@"regular expression ran longer than 1000 ms: (x+x+)+y\b", late.Message);
    }
}
