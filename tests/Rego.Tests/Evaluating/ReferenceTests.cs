namespace Bouncer.Rego.Tests.Evaluating;

public class ReferenceTests
{
    private const string Input = """{"a": {"b": [10, {"c": "x"}]}, "n": null, "f": false}""";
    private const string Data = """{"base": {"x": {"y": 1}, "list": [1, 2]}, "test": {"q": {"base": true}}}""";

    [Theory]
    [InlineData("p := input.a.b[1].c", "\"x\"")]
    [InlineData("p := input.a.b[2]", "undefined")]
    [InlineData("p := input.a.b[\"0\"]", "undefined")]
    [InlineData("p := input.a.b[0].c", "undefined")]
    [InlineData("p := input.n", "null")]
    [InlineData("p if input.n", "true")]
    [InlineData("p if input.f", "undefined")]
    [InlineData("p := [i | input.a.b[i]]", "[0, 1]")]
    [InlineData("p := [v | v := input.a[_][_]]", """[10, {"c": "x"}]""")]
    [InlineData("p := {[i, j] | input[i][j]}", """{["a", "b"]}""")]
    [InlineData("p := {k | input[k] == false}", """{"f"}""")]
    [InlineData("x := \"a\"\np := input[x].b[0]", "10")]
    [InlineData("p := {x | {1, 2, [3]}[x]}", "{1, 2, [3]}")]
    [InlineData("p := {x | {[1, 2], [3, 4], [1, 5]}[[1, x]]}", "{2, 5}")]
    [InlineData("p := data.base.x.y", "1")]
    [InlineData("p := data.base.list[_]", "eval_conflict_error: complete rules must not produce multiple outputs")]
    [InlineData("p := [x | x := data.base.list[_]]", "[1, 2]")]
    [InlineData("p := {k | data.base[k]}", """{"list", "x"}""")]
    [InlineData("p := {k | data.nowhere[k]}", "set()")]
    [InlineData("p := {x | [x, 1] = [[2, 1], 1]}", "{[2, 1]}")]
    public void Reference_GivesWhatIsThere(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules, Input, Data));

    [Fact]
    public void Package_IsAnObjectOfItsRules()
        => Assert.Equal("""{"p": 1, "q": {1}, "r": {"a": 2}}""", Policies.Value("""
            package test
            p := 1
            q contains 1
            r.a := 2
            s if false
            f(x) := x
            """, "data.test"));

    [Fact]
    public void RulesAndBaseDocuments_AreOne()
    {
        const string module = "package a.b\nc := 1\nd.e := 2";
        const string data = """{"a": {"b": {"d": {"f": 3}, "g": 4}, "h": 5}}""";

        Assert.Equal("""{"b": {"c": 1, "d": {"e": 2, "f": 3}, "g": 4}, "h": 5}""", Policies.Value(module, "data.a", data: data));
        Assert.Equal("1", Policies.Value(module, "data.a.b.c", data: data));
        Assert.Equal("4", Policies.Value(module, "data.a.b.g", data: data));
        Assert.Equal("3", Policies.Value(module, "data.a.b.d.f", data: data));
        Assert.Equal("""{"b", "h"}""", Policies.Value(module, "{k | data.a[k]}", data: data));
        Assert.Equal("""{"c", "d", "g"}""", Policies.Value(module, "{k | data.a.b[k]}", data: data));
        Assert.Equal("""{["b", 1]}""", Policies.Value(module, "{[k, v] | v := data.a[k].c}", data: data));
    }

    [Fact]
    public void Iteration_OverPackages_EvaluatesOnlyWhatIsAskedFor()
    {
        var query = Policies.Prepare(
            [
                "package templates.one\nviolation contains \"a\"\nother := x if { some x in [1, 2] }",
                "package templates.two\nviolation contains \"b\"",
                "package templates.three\nunrelated := 1",
            ],
            "[[name, message] | some message in data.templates[name].violation]");

        Assert.Equal("""[["one", "a"], ["two", "b"]]""", Policies.Text(query.Evaluate(input: null)));
    }

    [Fact]
    public void EmptyPackage_IsAnEmptyObject() => Assert.Equal("{}", Policies.Value("package test.empty", "data.test.empty"));
}
