namespace Bouncer.Rego.Tests.Evaluating;

/// <summary>What is evaluated before what decides which errors are seen. Found by comparing generated modules with OPA.</summary>
public class OrderOfEvaluationTests
{
    private const string F = "f(_) := 1\nf(_) := 2\n";
    private const string Conflict = "eval_conflict_error: functions must not produce multiple outputs for same inputs";

    [Theory]
    [InlineData("p if { x := f(1); y := input.missing; x != y }")]
    [InlineData("p if { x := [1 | f(1)]; y := input.c.q; x != y }")]
    [InlineData("p if { not [x | f(1) in input.c; x := 1] != input.missing }")]
    [InlineData("p := input.missing if { every x in input.l { f(x) } }")]
    public void RuleThatNamesWhatIsMissing_IsNotEvaluated(string rule) => Assert.Equal("undefined", Policies.ValueOfP(F + rule, """{"c": {"x": 1}, "l": [1]}"""));

    [Theory]
    [InlineData("p if { x := f(1); input.missing }")]
    [InlineData("p := [1 | x := f(1); y := input.missing; x != y]")]
    [InlineData("p if { [x | f(1) in input.c; x := 1] }")]
    public void OtherErrors_AreSeenInTheOrderOfTheBody(string rule) => Assert.Equal(Conflict, Policies.ValueOfP(F + rule, """{"c": {"x": 1}}"""));

    [Theory]
    [InlineData("p if { x := input.one; x == {1: y | some y in [1, 2]} }")]
    [InlineData("p if { {1: y | some y in [1, 2]} == input.one }")]
    public void Comprehension_IsNotMadeForAValueOfAnotherKind(string rule) => Assert.Equal("undefined", Policies.ValueOfP(rule, """{"one": 1}"""));

    [Theory]
    [InlineData("p := data.nested[2]", "\"two\"")]
    [InlineData("p := data.list[\"1\"]", "\"b\"")]
    [InlineData("x := 2\np := data.nested[x]", "\"two\"")]
    [InlineData("p := data.list[\"01\"]", "undefined")]
    [InlineData("x := data.nested\np := x[2]", "undefined")]
    public void BaseDocuments_AreReadByPathsOfText(string rules, string value)
        => Assert.Equal(value, Policies.ValueOfP(rules, data: """{"nested": {"2": "two"}, "list": ["a", "b"]}"""));

    [Fact]
    public void KeysThatAreBoundVariables_UnifyWithThemselves()
        => Assert.Equal("""{"a": 1}""", Policies.ValueOfP("p[k] := v if { x := q[k]; {k: [x]} = {k: [v]} }\nq[k] := v if { some k, v in input }", """{"a": 1}"""));
}
