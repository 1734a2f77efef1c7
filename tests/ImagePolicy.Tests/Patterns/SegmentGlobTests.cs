using System.Text.RegularExpressions;
using Bouncer.ImagePolicy.Patterns;

namespace Bouncer.ImagePolicy.Tests.Patterns;

public class SegmentGlobTests
{
    [Theory]
    [InlineData("team/*", "team/app", true)]
    [InlineData("team/*", "team", false)]
    [InlineData("team/*", "team/app/extra", false)]
    [InlineData("team/**", "team", true)]
    [InlineData("team/**", "team/app", true)]
    [InlineData("team/**", "team/app/extra", true)]
    [InlineData("team/**", "team-evil/app", false)]
    [InlineData("team/**", "teams", false)]
    [InlineData("**/app", "app", true)]
    [InlineData("**/app", "a/b/app", true)]
    [InlineData("**/app", "a/b/xapp", false)]
    [InlineData("a/**/z", "a/z", true)]
    [InlineData("a/**/z", "a/b/c/z", true)]
    [InlineData("a/**/z", "a/b/c", false)]
    [InlineData("**/b/**/b", "b/b", true)]
    [InlineData("**/b/**/b", "a/b/b/a/b", true)]
    [InlineData("**/b/**/b", "a/b/a", false)]
    [InlineData("**", "anything/at/all", true)]
    [InlineData("team-*/app", "team-a/app", true)]
    [InlineData("team-*/app", "team-a/b/app", false)]
    [InlineData("*/*", "a/b", true)]
    [InlineData("*/*", "a", false)]
    public void Stars_StandForSegmentsOrPartsOfOne(string pattern, string text, bool matches)
        => Assert.Equal(matches, new SegmentGlob(pattern, '/').Matches(text));

    [Fact]
    public void EveryShortPattern_MatchesWhatTheSameRegularExpressionMatches()
    {
        string[] segments = ["a", "b", "*", "b*", "**"];
        var texts = Sequences(["a", "b", "ab"], 4).ToArray();
        foreach (var pattern in Sequences(segments, 4))
        {
            var glob = new SegmentGlob(pattern, '/');
            var oracle = Oracle(pattern);
            foreach (var text in texts)
            {
                Assert.True(oracle.IsMatch(text + "/") == glob.Matches(text), $"\"{pattern}\" on \"{text}\"");
            }
        }
    }

    /// <summary>With a slash after every segment, any number of segments is a group that repeats.</summary>
    private static Regex Oracle(string pattern)
    {
        var expression = string.Concat(pattern.Split('/').Select(
            s => s == "**" ? "(?:[^/]*/)*" : s.Replace("*", "[^/]*", StringComparison.Ordinal) + "/"));
        return new Regex(@"\A" + expression + @"\z", RegexOptions.CultureInvariant);
    }

    private static IEnumerable<string> Sequences(string[] segments, int length)
        => length == 1
            ? segments
            : segments.Concat(Sequences(segments, length - 1).SelectMany(s => segments, (s, t) => $"{s}/{t}"));
}
