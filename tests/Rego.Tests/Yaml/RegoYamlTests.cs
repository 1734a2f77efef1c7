using Bouncer.Rego.Json;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;

namespace Bouncer.Rego.Tests.Yaml;

public class RegoYamlTests
{
    [Fact]
    public void Documents_KnowTheirLineAndTheirPlace()
    {
        var reading = RegoYaml.ParseAll("a.yaml", "# first\na: 1\n---\n---\n# third\n\nb: [x]\n...\n---\n{\"c\": null}\n");

        Assert.Null(reading.Error);
        Assert.Equal(
            [("""{"a":1}""", 2, 0), ("""{"b":["x"]}""", 7, 2), ("""{"c":null}""", 10, 3)],
            reading.Documents.Select(d => (RegoJson.ToJson(d.Value), d.Line, d.Index)));
    }

    [Fact]
    public void QuotedTextThatGoesOnTooFarToTheLeft_IsReadAsGoReadsIt()
    {
        var reading = RegoYaml.ParseAll("a.yaml", "a:\n  b: \"one\n  two\n\nthree \\\n  four\"\n  c: 'five\n  six'\n---\nd: [\n");

        Assert.Equal("""{"a":{"b":"one two\nthree four","c":"five six"}}""", RegoJson.ToJson(Assert.Single(reading.Documents).Value));
        Assert.StartsWith("a.yaml:11:1: ", reading.Error?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n")]
    [InlineData("# nothing\n---\n---\nnull\n")]
    public void NothingInIt_IsNoDocument(string text)
    {
        var reading = RegoYaml.ParseAll("a.yaml", text);

        Assert.Empty(reading.Documents);
        Assert.Null(reading.Error);
    }

    [Theory]
    [InlineData("yes", "true")]
    [InlineData("off", "false")]
    [InlineData("ON", "true")]
    [InlineData("y", "true")]
    [InlineData("N", "false")]
    [InlineData("yEs", "\"yEs\"")]
    [InlineData("{on: 1, n: 2}", """{"false":2,"true":1}""")] // keys as well
    [InlineData("0o17", "15")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("~", "null")]
    [InlineData("017", "15")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("1.50", "1.5")]
    [InlineData("2021-01-01", "\"2021-01-01\"")]
    public void Scalars_AreYaml11(string text, string expected)
    {
        var document = Assert.Single(RegoYaml.ParseAll("a.yaml", $"a: {text}").Documents);

        Assert.Equal($$"""{"a":{{expected}}}""", RegoJson.ToJson(document.Value));
    }

    [Fact]
    public void Anchors_EndWithTheirDocument()
    {
        var reading = RegoYaml.ParseAll("a.yaml", "a: &x 1\nb: *x\n---\nc: *x\n");

        Assert.Equal("""{"a":1,"b":1}""", RegoJson.ToJson(Assert.Single(reading.Documents).Value));
        Assert.Equal("a.yaml:4:4: unknown anchor 'x' referenced", reading.Error!.ToString());
    }

    [Theory]
    [InlineData("a: 1\n b: 2\n", "a.yaml:2:3: mapping values are not allowed in this context")]
    [InlineData("a: [1\n", "a.yaml:2:1: did not find expected ',' or ']'")]
    [InlineData("a: 1\nb: 2\na: 3\n", "a.yaml:3:1: the key \"a\" is there twice")]
    [InlineData("a: .inf\n", "a.yaml:1:4: json: unsupported value: +Inf")]
    public void BrokenText_IsAnErrorWithItsPlace(string text, string expected)
        => Assert.Equal(expected, RegoYaml.ParseAll("a.yaml", text).Error?.ToString());

    [Fact]
    public void TextThatNestsTooDeeply_IsAnError()
    {
        var depth = RegoValue.MaxDepth + 2;

        Assert.Contains("deep", RegoYaml.ParseAll("a.yaml", new string('[', depth) + new string(']', depth)).Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DocumentsBeforeAnError_AreThere()
    {
        var reading = RegoYaml.ParseAll("a.yaml", "a: 1\n---\nb: [\n");

        Assert.Equal("""{"a":1}""", RegoJson.ToJson(Assert.Single(reading.Documents).Value));
        Assert.NotNull(reading.Error);
    }
}
