using System.Text.RegularExpressions;
using Bouncer.ImagePolicy.Patterns;

namespace Bouncer.ImagePolicy.Tests.Patterns;

public class GlobTests
{
    [Theory]
    [InlineData("latest", "latest", true)]
    [InlineData("latest", "Latest", false)]
    [InlineData("latest", "latest-1", false)]
    [InlineData("kube-*", "kube-system", true)]
    [InlineData("kube-*", "kube-", true)]
    [InlineData("kube-*", "kube", false)]
    [InlineData("*-dev", "team-dev", true)]
    [InlineData("*-dev", "team-dev-2", false)]
    [InlineData("v*.*", "v1.36", true)]
    [InlineData("v*.*", "v1", false)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a?c", "abc", false)]
    [InlineData("a?c", "a?c", true)]
    [InlineData("[ab]", "a", false)]
    public void StarAlone_IsAWildcard(string pattern, string text, bool matches)
        => Assert.Equal(matches, new Glob(pattern).Matches(text));

    [Theory]
    [InlineData("latest", false)]
    [InlineData("v*", true)]
    public void Wildcard_IsKnown(string pattern, bool has)
        => Assert.Equal(has, new Glob(pattern).HasWildcard);

    [Fact]
    public void EveryShortPattern_MatchesWhatTheSameRegularExpressionMatches()
    {
        var texts = Words("ab", 5).ToArray();
        foreach (var pattern in Words("ab*", 5))
        {
            var oracle = new Regex(@"\A" + pattern.Replace("*", ".*", StringComparison.Ordinal) + @"\z", RegexOptions.CultureInvariant);
            foreach (var text in texts)
            {
                Assert.True(oracle.IsMatch(text) == Glob.Matches(pattern, text), $"\"{pattern}\" on \"{text}\"");
            }
        }
    }

    [Fact]
    public void ManyStarsOnALongText_TakeNoExponentialTime()
        => Assert.False(Glob.Matches(string.Concat(Enumerable.Repeat("a*", 100)) + "b", new string('a', 20_000)));

    /// <summary>Every word over an alphabet, up to a length.</summary>
    internal static IEnumerable<string> Words(string alphabet, int length)
    {
        List<string> words = [""];
        for (var start = 0; length > 0; length--)
        {
            var end = words.Count;
            words.AddRange(words.GetRange(start, end - start).SelectMany(w => alphabet, (w, c) => w + c));
            start = end;
        }

        return words;
    }
}
