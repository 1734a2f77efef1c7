using Bouncer.ImagePolicy.Linting;
using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.Linting;

public class PatternShapeTests
{
    private static readonly string[] s_hosts = ["a.io", "*.io", "a*.io", "**", "**.io", "x.a.io", "a.io:443", "a.io:5000", "a.io:*", "*.a.io"];
    private static readonly string[] s_paths = ["p", "*", "**", "p/q", "p/*", "p/**", "**/q", "p*/q", "*/*", "**/*", "p/**/q"];
    private static readonly string[] s_versions = ["", ":1.0", ":1.*", ":*", "@sha256:" + References.Hex.Of64, ":1.*@sha256:" + References.Hex.Of64];

    /// <summary>Every image that a pattern matches must be matched by every pattern that covers it: the linter would call
    /// a pattern superfluous that is not.</summary>
    [Fact]
    public void PatternThatCoversAnother_MatchesAllThatTheOtherMatches()
    {
        var patterns = (
            from host in s_hosts
            from path in s_paths
            from version in s_versions
            select Parse($"{host}/{path}", version)).ToArray();
        var images = (
            from host in s_hosts.Where(h => !h.Contains('*'))
            from path in (string[])["p", "q", "p/q", "p/r/q", "pp/q", "x/y"]
            from version in s_versions.Where(v => !v.Contains('*')).Append(":1.1@sha256:" + References.Hex.Of64)
            select ImageReference.Parse($"{host}/{path}{version}")).ToArray();
        var matched = patterns.Select(p => images.Where(p.Matches).ToHashSet()).ToArray();

        var (covering, compared) = (0, 0);
        for (var i = 0; i < patterns.Length; i++)
        {
            for (var j = 0; j < patterns.Length; j++)
            {
                compared++;
                if (patterns[i].Shape.Covers(patterns[j].Shape))
                {
                    covering++;
                    Assert.True(matched[j].IsSubsetOf(matched[i]), $"{patterns[i].Shape.Text} does not cover {patterns[j].Shape.Text}");
                }
            }
        }

        Assert.InRange(covering, compared / 100, compared / 2);
    }

    [Theory]
    [InlineData("a.io/**", "a.io/p/*", true)]
    [InlineData("a.io/*", "a.io/**", false)]
    [InlineData("a.io/p*", "a.io/p*x", true)]
    [InlineData("a.io/p*x", "a.io/p*", false)]
    [InlineData("a.io/**/q", "a.io/p/**/q", true)]
    [InlineData("a.io/p/**/q", "a.io/**/q", false)]
    [InlineData("**.io/p", "a.b.io/p", true)]
    [InlineData("a.io:*/p", "a.io/p", true)]
    [InlineData("a.io/p", "a.io:*/p", false)]
    public void Repository_Covers(string pattern, string other, bool covers)
        => Assert.Equal(covers, Parse(pattern, "").Shape.Covers(Parse(other, "").Shape));

    private static (PatternShape Shape, Func<ImageReference, bool> Matches) Parse(string repository, string version)
    {
        if (version.Length == 0)
        {
            Assert.True(RepositoryPattern.TryParse(repository, out var pattern, out var error), error);
            return (PatternShape.Of(pattern), pattern.Matches);
        }

        Assert.True(ImagePattern.TryParse(repository + version, out var image, out var imageError), imageError);
        return (PatternShape.Of(image), image.Matches);
    }
}
