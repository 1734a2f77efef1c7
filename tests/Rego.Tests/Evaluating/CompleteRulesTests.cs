namespace Bouncer.Rego.Tests.Evaluating;

public class CompleteRulesTests
{
    private const string Conflict = "eval_conflict_error: complete rules must not produce multiple outputs";

    [Theory]
    [InlineData("p := 1", "1")]
    [InlineData("p if false", "undefined")]
    [InlineData("p if 1 == 2", "undefined")]
    [InlineData("p if { 1 == 1; 2 == 2 }", "true")]
    [InlineData("p if null", "true")]
    [InlineData("p if 0", "true")]
    [InlineData("p := x if { x := input.missing }", "undefined")]
    [InlineData("p := false", "false")]
    [InlineData("p := 1 if false\np := 2 if true", "2")]
    [InlineData("p := 1 if true\np := 1 if true", "1")]
    [InlineData("p := 1 if true\np := 1.0 if true", "1")]
    [InlineData("p := q\nq := r\nr := {\"a\": [1, {2}]}", """{"a": [1, {2}]}""")]
    public void Value_IsThatOfTheBodyThatHolds(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));

    [Theory]
    [InlineData("p := 1 if true\np := 2 if true")]
    [InlineData("p := x if { some x in [1, 2] }")]
    [InlineData("p := 1\np := x if { some x in [1, 2] }")]
    [InlineData("default p := 0\np := 1 if true\np := 2 if true")]
    public void DifferentValues_AreAConflict(string rules) => Assert.Equal(Conflict, Policies.ValueOfP(rules));

    [Theory]
    [InlineData("default p := 7\np := 1 if false", "7")]
    [InlineData("default p := 7\np := 1 if true", "1")]
    [InlineData("default p := false\np if input.x", "false")]
    [InlineData("default p := {\"a\": [1]}", """{"a": [1]}""")]
    [InlineData("default p := [x | x := 1]", "[1]")]
    [InlineData("default p := true\np := false if true", "false")]
    public void Default_IsTheValueIfNoBodyHolds(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));

    [Theory]
    [InlineData("p := 1 if false else := 2 if false else := 3", "3")]
    [InlineData("p := 1 if true else := 2 if true", "1")]
    [InlineData("p := 1 if false else := 2 if true else := 3", "2")]
    [InlineData("p := x if { x := input.missing } else := 2", "2")]
    [InlineData("p := 1 if false else := 2 if false", "undefined")]
    [InlineData("p := false if true else := 2", "false")]
    [InlineData("p := 1 if false else := 2\np := 3 if false else := 2", "2")]
    [InlineData("p := 1 if false else := 2\np := 1 if true else := 2", Conflict)]
    public void Else_IsTriedIfTheBodyBeforeHasNoValue(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));

    [Fact]
    public void ManyRules_AreFoundByWhatTheyCompare()
    {
        var rules = string.Concat(Enumerable.Range(0, 200).Select(i => $"p := {i} if input.kind == \"k{i}\"\n")) + "p := 7 if input.other == 1";

        Assert.Equal("150", Policies.ValueOfP(rules, """{"kind": "k150"}"""));
        Assert.Equal("7", Policies.ValueOfP(rules, """{"kind": "none", "other": 1}"""));
        Assert.Equal("7", Policies.ValueOfP(rules, """{"kind": "k7", "other": 1}"""));
        Assert.Equal(Conflict, Policies.ValueOfP(rules, """{"kind": "k8", "other": 1}"""));
        Assert.Equal("undefined", Policies.ValueOfP(rules));
    }
}
