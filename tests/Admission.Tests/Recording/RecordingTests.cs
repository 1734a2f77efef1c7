using Bouncer.Admission.Recording;

namespace Bouncer.Admission.Tests.Recording;

public class RecordingTests
{
    [Fact]
    public void DecisionIds_AreUniqueAmongThreads()
    {
        var ids = new string[20_000];
        Parallel.For(0, ids.Length, i => ids[i] = DecisionIds.Next());

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{12}-[0-9a-f]+$", id));
        Assert.Single(ids.Select(id => id[..12]).Distinct());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("plain text", "plain text")]
    [InlineData("a\r\nb\t", "a\\u000D\\u000Ab\\u0009")]
    [InlineData("\u001b[31m", "\\u001B[31m")]
    [InlineData("\u009b31m\u0085", "\\u009B31m\\u0085")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    [InlineData("\u202egpj.exe\u2066", "\\u202Egpj.exe\\u2066")]
    [InlineData("pr\u043ed", "pr\\u043Ed")]
    [InlineData("\ud83d\ude00", "\\uD83D\\uDE00")]
    public void TextOfStrangers_IsPrintable(string text, string shown) => Assert.Equal(shown, Bounded.Text(text));

    [Theory]
    [InlineData(256, 256)]
    [InlineData(257, 259)]
    [InlineData(5_000_000, 259)]
    public void LongText_IsCut(int length, int shown) => Assert.Equal(shown, Bounded.Text(new string('a', length)).Length);

    [Fact]
    public void TextThatIsCutWithinAPair_IsPrintable()
        => Assert.All(Bounded.Text(new string('a', 255) + "\ud83d\ude00"), c => Assert.InRange(c, ' ', '~'));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "x")]
    [InlineData(2, "x, x")]
    [InlineData(20, "x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x")]
    [InlineData(21, "x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x and 1 more")]
    public void List_IsBounded(int count, string shown) => Assert.Equal(shown, Bounded.List([.. Enumerable.Repeat("x", count)]));

    [Fact]
    public void Annotations_AreBounded()
    {
        var annotations = Enumerable.Range(0, 1000).ToDictionary(i => $"k{i}\n" + new string('k', 1000), string? (_) => new string('v', 1000));

        var shown = Bounded.Annotations(annotations);

        Assert.StartsWith("k0\\u000Akkk", shown, StringComparison.Ordinal);
        Assert.EndsWith("... and 980 more", shown, StringComparison.Ordinal);
        Assert.True(shown.Length < 20 * 2 * 300, $"{shown.Length} characters");
        Assert.Equal("a=", Bounded.Annotations(new Dictionary<string, string?> { ["a"] = null }));
    }
}
