using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bouncer.ImagePolicy.Documents;

namespace Bouncer.ImagePolicy.Tests.Documents;

public class ManifestReaderTests
{
    [Fact]
    public void Documents_BecomeJsonWithTheirLines()
    {
        var result = Read("# first\nkind: Pod\nspec:\n  containers:\n  - {image: busybox, name: a}\n---\n---\n# nothing\n---\nkind: Service\n");

        Assert.Null(result.Error);
        Assert.Equal([2, 10], result.Manifests.Select(m => m.Line));
        Assert.Equal(
            ["{\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"image\":\"busybox\",\"name\":\"a\"}]}}", "{\"kind\":\"Service\"}"],
            result.Manifests.Select(m => Encoding.UTF8.GetString(m.Json.Span)));
    }

    [Theory]
    [InlineData("busybox:1.36", "\"busybox:1.36\"")]
    [InlineData("1.36", "1.36")]
    [InlineData("'1.36'", "\"1.36\"")]
    [InlineData("!!str 1.36", "\"1.36\"")]
    [InlineData("!!int '7'", "7")]
    [InlineData("0644", "420")]
    [InlineData("0x1F", "31")]
    [InlineData("-0b101", "-5")]
    [InlineData("1_000", "1000")]
    [InlineData("+1", "1")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1")]
    [InlineData("1e3", "1e3")]
    [InlineData("09", "9")]
    [InlineData("0.0.0.0", "\"0.0.0.0\"")]
    [InlineData("2024-01-01", "\"2024-01-01\"")]
    [InlineData("99999999999999999999", "99999999999999999999")]
    [InlineData(".inf", "\".inf\"")]
    [InlineData("", "null")]
    [InlineData("~", "null")]
    [InlineData("yes", "true")]
    [InlineData("Off", "false")]
    [InlineData("y", "true")]
    [InlineData("N", "false")]
    [InlineData("'y'", "\"y\"")]
    [InlineData("yEs", "\"yEs\"")]
    [InlineData("|\n  a\n  b", "\"a\\nb\\n\"")]
    [InlineData("\"\\u0041\\t\"", "\"A\\t\"")]
    public void Value_IsWhatKubernetesReads(string yaml, string json)
        => Assert.Equal($"{{\"a\":{json}}}", Encoding.UTF8.GetString(Assert.Single(Read($"a: {yaml}\n").Manifests).Json.Span));

    [Theory]
    [InlineData("a: &x {b: 1}\nc: *x", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}", """{"a":{"b":1,"c":2},"d":{"c":3,"b":1}}""")]
    [InlineData("a: &x {b: 1}\ne: &y {b: 2, f: 3}\nd: {<<: [*x, *y]}", """{"a":{"b":1},"e":{"b":2,"f":3},"d":{"b":1,"f":3}}""")]
    [InlineData("a: &x 1\na2: &x 2\nb: *x", """{"a":1,"a2":2,"b":2}""")]
    [InlineData("'<<': 1", "{\"\\u003C\\u003C\":1}")]
    public void AliasesAndMergeKeys_AreExpanded(string yaml, string json)
        => Assert.Equal(json, Encoding.UTF8.GetString(Assert.Single(Read(yaml).Manifests).Json.Span));

    [Fact]
    public void FieldWrittenTwice_StaysTwice()
        => Assert.Equal("{\"a\":1,\"a\":2}", Encoding.UTF8.GetString(Assert.Single(Read("a: 1\na: 2").Manifests).Json.Span));

    [Theory]
    [InlineData("a: *x", "m.yaml:1:4: nothing above is named &x; if a text is meant, put it in quotes")]
    [InlineData("a: &x [*x]", "m.yaml:1:8: nothing above is named &x; if a text is meant, put it in quotes")]
    [InlineData("a: {<<: 1}", "m.yaml:1:9: << takes mappings, and this is a single value")]
    [InlineData("{[a]: 1}", "m.yaml:1:2: a field name is a list; write text")]
    [InlineData("a: [", "m.yaml:2:1: this is not valid YAML: While parsing a node, did not find expected node content")]
    [InlineData("image: {{ .Values.image }}", "m.yaml:1:9: a field name is a mapping; write text")]
    public void WrongManifest_IsReportedAtItsPlace(string yaml, string error) => Assert.Equal(error, Read(yaml).Error?.ToString());

    [Fact]
    public void DocumentsBeforeAnError_AreKept()
    {
        var result = Read("kind: Pod\n---\nkind: 'Pod\n");

        Assert.Equal("{\"kind\":\"Pod\"}", Encoding.UTF8.GetString(Assert.Single(result.Manifests).Json.Span));
        Assert.Equal("m.yaml:3:7: this is not valid YAML: While scanning a quoted scalar, found unexpected end of stream", result.Error?.ToString());
    }

    [Theory]
    [InlineData("[{0}]", "*x{1},*x{1},*x{1},*x{1},*x{1},*x{1},*x{1},*x{1},*x{1}")]
    [InlineData("{{<<: [{0}]}}", "*x{1},*x{1},*x{1},*x{1},*x{1},*x{1},*x{1},*x{1},*x{1}")]
    [InlineData("[{0}]", "*x{1}", 400)]
    public void Bomb_IsDefused(string value, string aliases, int levels = 20)
    {
        var lines = Enumerable.Range(1, levels).Select(i =>
            $"x{i}: &x{i} {value.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal).Replace("{0}", aliases.Replace("{1}", $"{i - 1}", StringComparison.Ordinal), StringComparison.Ordinal)}");

        var error = Read("x0: &x0 {a: 1}\n" + string.Join('\n', lines)).Error;

        Assert.Contains(
            error?.Message,
            (string[])["the text becomes too large once its aliases are followed", "the text is nested deeper than 256 levels"]);
    }

    /// <summary>JSON is read by the YAML parser; it must come out as it went in.</summary>
    [Fact]
    public void Json_IsReadAsAJsonReaderReadsIt()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var json = RandomJson.Object(random);
            var result = Read(json);

            Assert.True(result.Error is null, $"{result.Error} in {json}");
            Assert.True(
                JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(Assert.Single(result.Manifests).Json.Span)),
                json);
        }
    }

    [Fact]
    public void AnyText_GivesJsonOrAnErrorAndNoException()
    {
        string[] pieces = ["[", "]", "{", "}", "\"", "'", "*a", "&a ", "!", "!!int ", "!<>", "|", ">", "---\n", "...\n", "\t", "\n", "\n  ", " ", ": ", ":", "- ", "? ", "\\UFFFFFFFF", "%TAG ! x\n", "#", ",", "~", "<<", "a", "b: c", "\r", "1_0", "0x", "é"];
        var random = new Random(11);
        for (var i = 0; i < 10_000; i++)
        {
            var result = Read(string.Concat(random.GetItems(pieces, random.Next(1, 14))));
            Assert.All(result.Manifests, m => JsonDocument.Parse(m.Json).Dispose());
        }
    }

    private static ManifestReadResult Read(string text) => ManifestReader.Read(Encoding.UTF8.GetBytes(text), "m.yaml");
}
