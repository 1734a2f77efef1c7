using Bouncer.Constraints.Matching;

namespace Bouncer.Constraints.Tests.Matching;

public class WildcardTests
{
    [Theory]
    [InlineData("kube-system", "kube-system", true)]
    [InlineData("kube-system", "kube-systems", false)]
    [InlineData("kube-*", "kube-system", true)]
    [InlineData("kube-*", "my-kube-system", false)]
    [InlineData("*-system", "kube-system", true)]
    [InlineData("*-system", "kube-system-2", false)]
    [InlineData("*system*", "my-system-2", true)]
    [InlineData("*system*", "mysql", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("**", "anything", true)]
    [InlineData("a*b", "a-b", false)]
    [InlineData("a*b", "a*b", true)]
    [InlineData("", "a", false)]
    public void Asterisk_StandsForAnythingAtEitherEnd(string pattern, string name, bool matches)
        => Assert.Equal(matches, new Wildcard(pattern).Matches(name));

    [Theory]
    [InlineData("web-*", "web-", true)]
    [InlineData("*web*", "my-web-", true)]
    [InlineData("*-web", "my-web", false)]
    [InlineData("web-", "web-", false)]
    public void GenerateName_MatchesOnlyPatternsThatLeaveTheEndOpen(string pattern, string generateName, bool matches)
        => Assert.Equal(matches, new Wildcard(pattern).MatchesGenerated(generateName));
}
