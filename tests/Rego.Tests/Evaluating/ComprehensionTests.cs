namespace Bouncer.Rego.Tests.Evaluating;

public class ComprehensionTests
{
    [Theory]
    [InlineData("p := [x | some x in [3, 1, 3]]", "[3, 1, 3]")]
    [InlineData("p := {x | some x in [3, 1, 3]}", "{1, 3}")]
    [InlineData("p := {x: y | some x, y in [3, 1]}", "{0: 3, 1: 1}")]
    [InlineData("p := {x: 1 | some x in [1, 1]}", "{1: 1}")]
    [InlineData("p := {1: x | some x in [1, 2]}", "eval_conflict_error: object keys must be unique")]
    [InlineData("p := [x | x := input.missing]", "[]")]
    [InlineData("p := [[x, ys] | some x in [1, 2]; ys := [y | y := x * 10]]", "[[1, [10]], [2, [20]]]")]
    [InlineData("p := [x | some y in [[1, 2], [3]]; x := [z | some z in y; z > 1]]", "[[2], [3]]")]
    [InlineData("p if [x | x := 1] == [1]", "true")]
    [InlineData("p := count([x | some x in [1, 2, 3]; not x == 2])", "2")]
    [InlineData("p := {k: v | some k, v in {\"a\": [1], \"b\": [2]}}.b[0]", "2")]
    public void Comprehension_CollectsAllWaysInWhichItsBodyHolds(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));

    [Theory]
    [InlineData("p if { not 1 == 2 }", "true")]
    [InlineData("p if { not input.missing }", "true")]
    [InlineData("p if { not input.missing.deeper }", "true")]
    [InlineData("p if { not false }", "true")]
    [InlineData("p if { not true }", "undefined")]
    [InlineData("q := [1, 2]\np if { not 2 in q }", "undefined")]
    [InlineData("p := [x | some x in [1, 2, 3]; not x in [2, 3]]", "[1]")]
    public void Not_HoldsIfThereIsNoWay(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));

    [Theory]
    [InlineData("p if { every x in [1, 2] { x > 0 } }", "true")]
    [InlineData("p if { every x in [1, 2] { x > 1 } }", "undefined")]
    [InlineData("p if { every x in [] { x > 1 } }", "true")]
    [InlineData("p if { every x in input.missing { x > 1 } }", "undefined")]
    [InlineData("p if { every k, v in {\"a\": 1} { k == \"a\"; v == 1 } }", "true")]
    [InlineData("p if { every x in {1, 2} { some y in [2, 1]; x == y } }", "true")]
    [InlineData("p if { every x in [[1], [1, 2]] { every y in x { y < 3 } } }", "true")]
    public void Every_HoldsIfItDoesForAll(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));
}
