using Bouncer.Rego.Json;
using Bouncer.Rego.Tests.Evaluating;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tests.Api;

public class RegoPolicyTests
{
    [Fact]
    public void ErrorsInModules_AreAllReported()
    {
        var compilation = RegoPolicy.Compile(
        [
            new RegoModule("a.rego", "package a\np := x"),
            new RegoModule("b.rego", "package b\np := y"),
        ]);

        Assert.Null(compilation.Policy);
        Assert.Contains(compilation.Diagnostics, d => d.Code == "rego_unsafe_var_error" && d.Span.Source?.Name == "a.rego");
        Assert.Contains(compilation.Diagnostics, d => d.Code == "rego_unsafe_var_error" && d.Span.Source?.Name == "b.rego");
    }

    [Fact]
    public void NoModules_AnswerQueriesAboutDataAndInput()
    {
        var policy = RegoPolicy.Compile([], new RegoPolicyOptions { Data = (RegoObject)RegoJson.Parse("""{"a": [1, 2]}""") }).Policy!;

        Assert.Equal("3", policy.Prepare("data.a[1] + input").Query!.Evaluate(RegoNumber.Of(1)).Value?.ToString());
    }

    [Fact]
    public void Query_WithErrors_IsNone()
    {
        var policy = RegoPolicy.Compile([]).Policy!;

        Assert.Equal("rego_parse_error", Assert.Single(policy.Prepare("x = ").Diagnostics).Code);
        Assert.Equal("rego_unsafe_var_error", Assert.Single(policy.Prepare("x > 1").Diagnostics).Code);
    }

    [Fact]
    public void Query_BindsItsVariables_OnceForEachResult()
    {
        var query = RegoPolicy.Compile([]).Policy!.Prepare("x = [1, 2][i]; y := x * 10").Query!;

        var outcome = query.Evaluate(input: null);

        Assert.Equal(2, outcome.Results.Count);
        Assert.Equal("2", outcome.Results[1]["x"]?.ToString());
        Assert.Equal("1", outcome.Results[1]["i"]?.ToString());
        Assert.Equal("20", outcome.Results[1]["y"]?.ToString());
        Assert.Null(outcome.Results[1]["z"]);
    }

    [Fact]
    public void False_IsAValueOfAQuery_AndUndefinedIsNone()
    {
        var policy = RegoPolicy.Compile([new RegoModule("a.rego", "package a\np := false\nq if false")]).Policy!;

        Assert.Equal("false", policy.Prepare("data.a.p").Query!.Evaluate(input: null).Value?.ToString());
        Assert.Null(policy.Prepare("data.a.q").Query!.Evaluate(input: null).Value);
        Assert.Equal("false", policy.Prepare("data.a.p == true").Query!.Evaluate(input: null).Value?.ToString());
        Assert.Empty(policy.Prepare("data.a.q == true").Query!.Evaluate(input: null).Results);
    }

    [Fact]
    public void Query_SeesItsPackageAndImports()
    {
        var policy = RegoPolicy.Compile([new RegoModule("a.rego", "package a\np := 1"), new RegoModule("b.rego", "package b.c\nq := 2")]).Policy!;
        var options = new RegoQueryOptions { Package = "data.a", Imports = ["data.b.c as other"] };

        Assert.Equal("3", policy.Prepare("p + other.q", options).Query!.Evaluate(input: null).Value?.ToString());
    }

    [Fact]
    public void Data_CanBeReplacedForOneEvaluation()
    {
        var query = Policies.Prepare(["package test\np := data.x"], "data.test.p", """{"x": 1}""");

        Assert.Equal("1", query.Evaluate(input: null).Value?.ToString());
        Assert.Equal("2", query.Evaluate(new RegoEvaluationOptions { Data = (RegoObject)RegoJson.Parse("""{"x": 2}""") }).Value?.ToString());
        Assert.Equal("1", query.Evaluate(input: null).Value?.ToString());
    }

    [Fact]
    public void BuiltinErrors_AreUndefined_UnlessTheyAreToBeErrors()
    {
        var query = Policies.Prepare(["package test\np := x if { x := to_number(input) }\nq if not p"], "data.test");

        Assert.Equal("""{"q": true}""", Policies.Text(query.Evaluate(new RegoString("x"))));
        var error = query.Evaluate(new RegoEvaluationOptions { Input = new RegoString("x"), StrictBuiltinErrors = true }).Error;
        Assert.Equal("eval_builtin_error", error?.Code);
        Assert.StartsWith("to_number: ", error?.Message, StringComparison.Ordinal);
        Assert.Equal("m0.rego", error?.Span.Source?.Name);
    }

    [Fact]
    public void Print_GoesToTheHost_IfItIsEnabled()
    {
        var module = new RegoModule("a.rego", "package a\np if { print(\"x is\", input.x, input.y) }");
        var printed = new List<string>();
        var options = new RegoEvaluationOptions { Input = RegoJson.Parse("""{"x": [1]}"""), Print = printed.Add };

        RegoPolicy.Compile([module], new RegoPolicyOptions { EnablePrint = true }).Policy!.Prepare("data.a.p").Query!.Evaluate(options);
        Assert.Equal(["x is [1] <undefined>"], printed);

        RegoPolicy.Compile([module]).Policy!.Prepare("data.a.p").Query!.Evaluate(options);
        Assert.Single(printed);
    }

    [Fact]
    public async Task Threads_ShareAPolicy()
    {
        var query = Policies.Prepare(
            ["package test\np[x] := y if { some x in input; y := f(x) }\nf(x) := [z | some z in input; z < x]"], "data.test.p");

        var expected = Enumerable.Range(0, 20).ToDictionary(n => n, n => Policies.Text(query.Evaluate(Numbers(n))));
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), TestContext.Current.CancellationToken, (i, _) =>
        {
            Assert.Equal(expected[i % 20], Policies.Text(query.Evaluate(Numbers(i % 20))));
            return ValueTask.CompletedTask;
        });
    }

    private static RegoArray Numbers(int count) => RegoArray.Create([.. Enumerable.Range(0, count).Select(i => RegoNumber.Of(i))]);
}
