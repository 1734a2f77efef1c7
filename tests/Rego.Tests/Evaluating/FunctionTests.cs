namespace Bouncer.Rego.Tests.Evaluating;

public class FunctionTests
{
    [Theory]
    [InlineData("f(x) := x\np := f(1)", "1")]
    [InlineData("f(x, y) := [y, x]\np := f(1, f(2, 3))", "[[3, 2], 1]")]
    [InlineData("f(x) if x == 1\np := f(1)", "true")]
    [InlineData("f(x) if x == 1\np if f(2)", "undefined")]
    [InlineData("f(x) := false\np if f(2)", "undefined")]
    [InlineData("f(x) := false\np if not f(2)", "true")]
    [InlineData("f(x) := false\np := x if { x := f(2) }", "false")]
    [InlineData("f([x, y]) := {x: y}\np := f([1, 2])", "{1: 2}")]
    [InlineData("f([x, y]) := {x: y}\np := f(input)", "undefined")]
    [InlineData("f({\"a\": x}) := x\np := f({\"a\": [1]})", "[1]")]
    [InlineData("f({\"a\": x}) := x\np := f(input)", "undefined")]
    [InlineData("f(1) := \"one\"\nf(2) := \"two\"\nf(3) := \"three\"\nf(4) := \"four\"\np := [f(x) | some x in [4, 1, 9, 2]]", """["four", "one", "two"]""")]
    [InlineData("f(x, x2) := 1 if x == x2\np := [f(1, 1), 2]", "[1, 2]")]
    [InlineData("f(x) := 1 if x == 1 else := 2 if x == 2 else := 3\np := [f(1), f(2), f(9)]", "[1, 2, 3]")]
    [InlineData("default f(_) := 9\nf(x) := 1 if x == 1\np := [f(1), f(2)]", "[1, 9]")]
    [InlineData("f(x) := y if { y := x[_]; y > 1 }\np := f([1, 2])", "2")]
    [InlineData("f(x) := 1\np := f(input.missing)", "undefined")]
    [InlineData("f(_) := 1\nf(_) := 1\np := f(0)", "1")]
    public void Call_GivesTheValueOfTheBodyThatHolds(string rules, string value)
        => Assert.Equal(value, Policies.ValueOfP(rules, """{"a": 1, "b": 2}"""));

    [Theory]
    [InlineData("f(x) := 1\nf(x) := 2\np := f(0)")]
    [InlineData("f(x) := x[_]\np := f([1, 2])")]
    [InlineData("f(x) := 1 if x\nf(x) := 2 if x == 1\np := f(1)")]
    public void DifferentValues_AreAConflict(string rules)
        => Assert.Equal("eval_conflict_error: functions must not produce multiple outputs for same inputs", Policies.ValueOfP(rules));

    [Fact]
    public void Call_WithTheSameArguments_IsEvaluatedOnce()
    {
        // Each function calls the one before it twice: 2 to the 40th calls, if nobody remembered.
        var rules = "f0(x) := x + 1\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"f{i}(x) := f{i - 1}(x) + f{i - 1}(x)\n"));

        Assert.Equal("2199023255552", Policies.ValueOfP(rules + "p := f40(1)"));
    }

    [Fact]
    public void RememberedCall_IsOfItsScope()
        => Assert.Equal("[1, 2, 1]", Policies.ValueOfP(
            """
            f(x) := [y | some y in input.y; x][0]
            p := [a, b, c] if { a := f(1); b := f(1) with input.y as [2]; c := f(1) }
            """, """{"y": [1]}"""));

    [Fact]
    public void Function_IsNoDocument()
        => Assert.Equal("""{"p": 1}""", Policies.Value("package test\nf(x) := x\np := 1", "data.test"));
}
