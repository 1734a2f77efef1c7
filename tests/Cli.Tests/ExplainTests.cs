using System.Text.Json.Nodes;

namespace Bouncer.Cli.Tests;

public sealed class ExplainTests : IDisposable
{
    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Constraint_ThatDenies_ShowsWhereAndHow()
    {
        var run = Explain("pod.yaml");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [
                "Pod shop/web (pod.yaml:1)",
                "  BadImages/bad: denies",
                "    enforced: deny everywhere",
                "    violation: image \"evil\" is bad",
                "    trace:",
            ],
            run.Lines[..5].Select(_folder.Shorten));
        Assert.Contains(run.Lines, l => l.EndsWith("image == input.parameters.images[_]", StringComparison.Ordinal));
    }

    [Fact]
    public void Constraint_ThatDoesNotMatch_SaysWhy()
    {
        _folder.Write("service.yaml", "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: shop}}\n");

        var run = Explain("service.yaml");

        Assert.Equal(["Service shop/s (service.yaml:1)", "  BadImages/bad: does not match"], run.Lines[..2].Select(_folder.Shorten));
        Assert.StartsWith("    kinds: Service is not among ", run.Lines[2], StringComparison.Ordinal);
        Assert.Equal(3, run.Lines.Length);
    }

    [Fact]
    public void Constraint_ThatFindsNothing_Allows()
        => Assert.Equal(["  BadImages/bad: allows", "    enforced: deny everywhere", "    trace:"], Explain("good.yaml").Lines[1..4]);

    [Theory]
    [InlineData("validation.gatekeeper.sh", "  BadImages/bad: warns")]
    [InlineData("audit.gatekeeper.sh", "  BadImages/bad: is not asked")]
    public void ScopedConstraint_SaysWhereItIsEnforced(string point, string verdict)
    {
        _folder.Write("constraint.yaml", PolicyFolder.Constraint("bad", ", enforcementAction: scoped, scopedEnforcementActions: [{action: warn, enforcementPoints: [{name: validation.gatekeeper.sh}]}]"));

        var run = Explain("pod.yaml", "--enforcement-point", point);

        Assert.Equal(verdict, run.Lines[1]);
        Assert.Contains("    enforced: warn at validation.gatekeeper.sh; not at audit.gatekeeper.sh; not at gator.gatekeeper.sh", run.Lines);
    }

    [Fact]
    public void Constraint_ThatCouldNotBeDecided_SaysSo()
    {
        _folder.Write("constraint.yaml", PolicyFolder.Constraint("bad").Replace("match: {", "match: {namespaceSelector: {matchLabels: {a: x}}, ", StringComparison.Ordinal));

        var run = Explain("pod.yaml");

        Assert.Equal("  BadImages/bad: denies, since it could not be decided", run.Lines[1]);
        Assert.Contains(run.Lines, l => l.StartsWith("    error: unable to match constraints: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_HoldsTheSame()
    {
        var explained = Assert.Single(JsonNode.Parse(Explain("pod.yaml", "--output", "json").Output)!.AsArray())!;

        Assert.Equal("web", (string?)explained["object"]!["name"]);
        var constraint = Assert.Single(explained["constraints"]!.AsArray())!;
        Assert.Equal("denies", (string?)constraint["verdict"]);
        Assert.True((bool)constraint["matches"]!);
        Assert.Null(constraint["reason"]);
        Assert.Equal("""["deny"]""", constraint["enforcement"]!["audit.gatekeeper.sh"]!.ToJsonString());
        Assert.Equal("""{"details":{"image":"evil"},"error":null,"msg":"image \u0022evil\u0022 is bad"}""", Assert.Single(constraint["violations"]!.AsArray())!.ToJsonString());
        Assert.Contains("image == input.parameters.images[_]", (string?)constraint["trace"], StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutObjectsOrConstraints_SaysSo()
    {
        var run = BouncerRun.Of("explain", "-f", _folder.File("template.yaml"), _folder.File("constraint.yaml"));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["There is no object to explain. Name its file with -f, beside those of templates and constraints."], run.ErrorLines);

        Assert.Equal("  there are no constraints", BouncerRun.Of("explain", "-f", _folder.File("pod.yaml")).Lines[1]);
    }

    private BouncerRun Explain(string file, params string[] options)
        => BouncerRun.Of(["explain", "-f", _folder.File("template.yaml"), _folder.File("constraint.yaml"), _folder.File(file), .. options]);
}
