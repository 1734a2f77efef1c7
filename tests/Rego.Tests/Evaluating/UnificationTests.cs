namespace Bouncer.Rego.Tests.Evaluating;

public class UnificationTests
{
    [Theory]
    [InlineData("p := [x, y] if { [x, y] = [1, 2] }", "[1, 2]")]
    [InlineData("p := [x, y] if { [x, y] = [y, 1] }", "[1, 1]")]
    [InlineData("p := [x, y, z] if { [x, [y, z]] = [1, [2, 3]] }", "[1, 2, 3]")]
    [InlineData("p := x if { x := input.o.a; [_] = x }", "undefined")]
    [InlineData("p if { [1, x] = [2, 3] }", "undefined")]
    [InlineData("p := x if { {\"a\": x, \"b\": 2} = {\"a\": 1, \"b\": 2} }", "1")]
    [InlineData("p := x if { {\"a\": x} = input }", "undefined")]
    [InlineData("p := x if { {\"a\": [x, _]} = input.o }", "1")]
    [InlineData("p := x if { input.o = {\"a\": [_, x]} }", "2")]
    [InlineData("p := x if { x = 1; x = 1 }", "1")]
    [InlineData("p if { x = 1; x = 2 }", "undefined")]
    [InlineData("p := x if { y = 2; [x, y] = input.o.a }", "1")]
    [InlineData("p := x if { y = 3; [x, y] = input.o.a }", "undefined")]
    [InlineData("p := {i | input.l[i] = input.l[j]; j > i}", "{0}")]
    [InlineData("p := {x | [x, 2] = input.pairs[_]}", "{1, 5}")]
    [InlineData("p := {i | input.pairs[i] = [_, 3]}", "{1}")]
    [InlineData("p := x if { x := [1, 2][_]; x > 1 }", "2")]
    [InlineData("p if { {1, 2} = {2, 1} }", "true")]
    [InlineData("p if { 1 = 1.0 }", "true")]
    [InlineData("p := [x | x = input.l[x]]", "[1]")]
    public void Unify_BindsOrCompares(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(
        rules, """{"o": {"a": [1, 2]}, "l": [7, 1, 7], "pairs": [[1, 2], [1, 3], [5, 2], 2]}"""));
}
