using System.Text.Json.Nodes;
using Bouncer.Rego.Json;
using Bouncer.Rego.Yaml;

namespace Bouncer.Cli.Tests;

/// <summary><c>bouncer test</c>.</summary>
public sealed class TestTests : IDisposable
{
    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Violation_IsALineAsGatorPrintsIt()
    {
        var run = Test("-f", _folder.Path);

        Assert.Equal(["v1/Pod shop/web: [\"bad\"] Message: \"image \\\"evil\\\" is bad\""], run.Lines);
        Assert.Equal("", run.Error);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public void NoViolation_IsSilence()
        => Assert.Equal(new BouncerRun(0, "", ""), Test("-f", _folder.File("template.yaml"), _folder.File("constraint.yaml"), "-f", _folder.File("good.yaml")));

    [Theory]
    [InlineData("warn", 0)]
    [InlineData("dryrun", 0)]
    [InlineData("deny", 1)]
    [InlineData("scoped, scopedEnforcementActions: [{action: warn, enforcementPoints: [{name: gator.gatekeeper.sh}]}]", 0)]
    [InlineData("scoped, scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: '*'}]}]", 1)]
    public void ExitCode_SaysWhetherSomethingIsDenied(string action, int exitCode)
    {
        _folder.Write("constraint.yaml", PolicyFolder.Constraint("bad", $", enforcementAction: {action}"));

        var run = Test("-f", _folder.Path);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.NotEqual("", run.Output);
        Assert.Equal(exitCode == 0, Test("-f", _folder.Path, "--deny-only").Output.Length == 0);
    }

    [Fact]
    public void Json_HasGatorsFields()
    {
        _folder.Write("scoped.yaml", PolicyFolder.Constraint("scoped", ", enforcementAction: scoped, scopedEnforcementActions: [{action: warn, enforcementPoints: [{name: '*'}]}]"));

        var run = Test("-f", _folder.Path, "--output", "json");

        var results = JsonNode.Parse(run.Output)!.AsArray();
        Assert.Equal(["deny", "scoped"], results.Select(r => (string?)r!["enforcementAction"]));
        var result = results[0]!.AsObject();
        Assert.Equal(["constraint", "enforcementAction", "metadata", "msg", "target", "trace", "violatingObject"], result.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal("admission.k8s.gatekeeper.sh", (string?)result["target"]);
        Assert.Equal("image \"evil\" is bad", (string?)result["msg"]);
        Assert.Equal("""{"details":{"image":"evil"}}""", result["metadata"]!.ToJsonString());
        Assert.Equal("bad", (string?)result["constraint"]!["metadata"]!["name"]);
        Assert.Equal("web", (string?)result["violatingObject"]!["metadata"]!["name"]);
        Assert.Null(result["trace"]);
        Assert.Equal("""["warn"]""", results[1]!["scopedActions"]!.ToJsonString());
        Assert.Equal("[]\n", Test("-f", _folder.File("good.yaml"), "-o", "json").Output);
    }

    [Fact]
    public void Yaml_HasTheFieldsOfJson()
    {
        var yaml = Assert.Single(RegoYaml.ParseAll("out", Test("-f", _folder.Path, "--output", "yaml").Output).Documents).Value;

        Assert.Equal(RegoJson.Parse(Test("-f", _folder.Path, "--output", "json").Output), yaml);
    }

    [Fact]
    public void PipedObjects_JoinThoseOfFiles()
    {
        string[] policies = ["test", "-f", _folder.File("template.yaml"), "-f", _folder.File("constraint.yaml")];

        Assert.Equal(["v1/Pod shop/piped: [\"bad\"] Message: \"image \\\"evil\\\" is bad\""], BouncerRun.WithInput(PolicyFolder.Pod("piped", "evil"), policies).Lines);
        Assert.Equal(1, BouncerRun.WithInput(PolicyFolder.Pod("piped", "evil"), [.. policies, "-f", "-"]).ExitCode);
    }

    [Fact]
    public void Trace_ComesWithTheViolation()
    {
        var run = Test("-f", _folder.Path, "-t");

        Assert.StartsWith("Trace: ", run.Lines[1], StringComparison.Ordinal);
        Assert.Contains("image == input.parameters.images[_]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeJudged_IsNoSuccess()
    {
        _folder.Write("other.yaml", "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: Other, metadata: {name: o}}\n---\na: [\n");

        var run = Test("-f", _folder.File("other.yaml"), "/no/such.yaml");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            [
                "other.yaml:4:1: did not find expected node content",
                "/no/such.yaml: there is no such file or folder",
                "other.yaml:1: there is no ConstraintTemplate of the kind Other; give the template's file, too",
            ],
            run.ErrorLines.Select(_folder.Shorten));
    }

    [Fact]
    public void NothingToTest_IsAMistake()
    {
        var run = Test();

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["There is nothing to test. Name files or folders with -f, or pipe objects in."], run.ErrorLines);
        Assert.Equal(["--output is \"xml\". Write json or yaml.", "See bouncer test --help."], Test("--output", "xml").ErrorLines);
    }

    private static BouncerRun Test(params string[] arguments) => BouncerRun.Of(["test", .. arguments]);
}
