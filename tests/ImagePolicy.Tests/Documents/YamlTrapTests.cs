namespace Bouncer.ImagePolicy.Tests.Documents;

/// <summary>What YAML makes of texts that people mean otherwise.</summary>
public class YamlTrapTests
{
    [Theory]
    [InlineData("*.example.com")]
    [InlineData("**")]
    [InlineData("*-docker.pkg.dev")]
    public void UnquotedStarInAList_IsToldToBeQuoted(string pattern)
        => Assert.Equal(
            [$"p.yaml:11:9: spec.rules[0].allow.registries[1]: {pattern} has no quotes, so YAML takes it for an alias; write \"{pattern}\""],
            PolicyText.ErrorsInRules($"  - name: a\n    allow:\n      registries: [docker.io,\n        {pattern}]"));

    [Fact]
    public void LoneStar_IsToldToBeQuoted()
        => Assert.Equal(
            ["p.yaml:8:53: this is not valid YAML: a text that starts with '*' needs quotes; write \"*\""],
            PolicyText.ErrorsInRules("  - {name: a, require: [tag], match: {namespaces: [ *]}}"));

    [Fact]
    public void StarsInSeveralPlaces_AreReportedTogether()
        => Assert.Equal(2, PolicyText.ErrorsInRules("  - {name: a, deny: {tags: [*-x, *-y]}}").Length);

    [Fact]
    public void Alias_IsNotFollowed()
        => Assert.Equal(
            [
                "p.yaml:8:34: spec.rules[0].deny.tags: &t is a YAML anchor, and policies have none; remove it, or put the text in quotes",
                "p.yaml:9:28: spec.rules[1].deny.tags: *t has no quotes, so YAML takes it for an alias; write \"*t\"",
            ],
            PolicyText.ErrorsInRules("  - {name: a, deny: {tags:       &t [x]}}\n  - {name: b, deny: {tags: *t}}"));

    [Fact]
    public void Bomb_IsNeverExpanded()
    {
        var lines = Enumerable.Range(1, 50).Select(i => $"x{i}: &x{i} [{string.Join(',', Enumerable.Repeat($"*x{i - 1}", 10))}]");

        Assert.Equal(51, PolicyText.Errors("x0: &x0 [lol]\n" + string.Join('\n', lines)).Count(e => e.Contains("unknown field", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("!!binary bGF0ZXN0", "tag:yaml.org,2002:binary")]
    [InlineData("!custom latest", "!custom")]
    public void Tag_IsRefused(string value, string tag)
        => Assert.Equal(
            [$"p.yaml:8:29: spec.rules[0].deny.tags[0]: the YAML tag {tag} is not supported; remove it"],
            PolicyText.ErrorsInRules($"  - {{name: a, deny: {{tags: [{value}]}}}}"));

    [Theory]
    [InlineData("message: @platform", "p.yaml:9:14: this is not valid YAML: a text that starts with '@' needs quotes; write \"@platform\"")]
    [InlineData("message: `x`", "p.yaml:9:14: this is not valid YAML: a text that starts with '`' needs quotes; write \"`x`\"")]
    [InlineData("message: a: b", "p.yaml:9:15: this is not valid YAML: While scanning a plain scalar value, found invalid mapping")]
    [InlineData("message: 'x", "p.yaml:9:14: this is not valid YAML: While scanning a quoted scalar, found unexpected end of stream")]
    [InlineData("\tmessage: x", "p.yaml:9:5: this is not valid YAML: a tab cannot indent; write spaces")]
    [InlineData("message: [a, b\n    x: y", "p.yaml:9:16: this is not valid YAML: look after this place for a bracket or a quote that is not closed, or a wrong escape")]
    [InlineData("message: \"\\UFFFFFFFF\"", "p.yaml:9:12: this is not valid YAML: look after this place for a bracket or a quote that is not closed, or a wrong escape")]
    public void WrongYaml_IsReportedAtItsPlace(string line, string error)
        => Assert.Equal([error], PolicyText.ErrorsInRules($"  - name: a\n    {line}\n"));
}
