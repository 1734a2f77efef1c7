using Bouncer.Rego.Analysis;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Analysis;

public class AnalysisTests
{
    [Fact]
    public void Outline_SaysWhatAModuleIsAndRefersTo()
    {
        var outline = RegoOutline.Of(new RegoModule("a.rego", """
            # about
            package lib.images

            import data.lib.names as n

            allowed if n.short(input.image)
            allowed if data.inventory.cluster[_].x
            message := data.texts
            """));

        Assert.Equal("lib.images", outline!.Package);
        Assert.Equal(new LinePosition(2, 1), outline.PackageSpan.Position);
        Assert.Equal(["allowed", "allowed", "message"], outline.Rules);
        Assert.Equal(["lib.names", "inventory.cluster", "texts"], outline.DataReferences);
    }

    [Fact]
    public void ModuleThatDoesNotParse_HasNoOutline() => Assert.Null(RegoOutline.Of(new RegoModule("a.rego", "package a\nb if {")));

    [Theory]
    [InlineData("p if startswith(input.a, input.b[_])", "a | b.*")]
    [InlineData("p if { x := input.a; some y in input.b; startswith(x, y) }", "a | b.*")]
    [InlineData("p if { every y in input.b { startswith(input.a, y) } }", "a | b.*")]
    [InlineData("p if any([x | x := startswith(input.a, input.b)])\nany(x) := x[_]", "a | b")]
    [InlineData("f(x, y) if startswith(x, y)\np if f(input.a, input.b)", "a | b")]
    [InlineData("bs contains b if some b in input.b\np if startswith(input.a, bs[_])", "a | b.*.*")]
    [InlineData("import input.c as d\np if startswith(d.a, object.get(d, \"b\", \"\"))", "c.a | c.b")]
    [InlineData("p if startswith(lower(input.a), \"b\")", " | ")]
    public void InputOfCalls_IsFollowedThroughVariablesRulesAndFunctions(string rules, string expected)
    {
        var call = Assert.Single(RegoCallInputs.In([new RegoModule("a.rego", "package a\n" + rules)], "startswith"));

        Assert.Equal("startswith", call.Builtin);
        Assert.Equal(expected, string.Join(" | ", call.Operands.Select(o => string.Join(' ', o.Order(StringComparer.Ordinal)))));
    }

    [Fact]
    public void Package_IsTheHostsIfItSaysSo()
    {
        var compilation = RegoPolicy.Compile([new RegoModule("a.rego", "package theirs\np := q\nq := 1") { Package = "ours.a" }]);

        Assert.Equal("1", compilation.Policy!.Prepare("data.ours.a.p").Query!.Evaluate(input: null).Value?.ToString());
        Assert.Null(compilation.Policy.Prepare("data.theirs.p").Query!.Evaluate(input: null).Value);
    }

    [Fact]
    public void DisabledBuiltin_MayNotBeCalled()
    {
        var options = new RegoPolicyOptions { DisabledBuiltins = ["count"] };

        Assert.Empty(RegoPolicy.Compile([new RegoModule("a.rego", "package a\np := sum([1])")], options).Diagnostics);
        Assert.Equal(
            "a.rego:2:6: rego_type_error: unsafe built-in function calls in expression: count",
            Assert.Single(RegoPolicy.Compile([new RegoModule("a.rego", "package a\np := count([1])")], options).Diagnostics).ToString());
    }
}
