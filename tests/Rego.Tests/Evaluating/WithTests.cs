namespace Bouncer.Rego.Tests.Evaluating;

public class WithTests
{
    [Theory]
    [InlineData("q := input.x\np := v if { v := q with input.x as 2 }", "2")]
    [InlineData("q := input\np := v if { v := q with input as {\"y\": 1} }", """{"y": 1}""")]
    [InlineData("q := input\np := v if { v := q with input.a.b as 1 }", """{"a": {"b": 1}, "x": 1}""")]
    [InlineData("q := input.x\np := [a, b] if { a := q with input.x as 2; b := q }", "[2, 1]")]
    [InlineData("q := input.x\np := [b, a] if { b := q; a := q with input.x as 2 }", "[1, 2]")]
    [InlineData("q := data.d.x\np := v if { v := q with data.d.x as 2 }", "2")]
    [InlineData("q := data.d\np := v if { v := q with data.d.z as 2 }", """{"x": 1, "z": 2}""")]
    [InlineData("q := data.d\np := v if { v := q with data.d as {\"only\": 1} }", """{"only": 1}""")]
    [InlineData("q := 1\nr := q\np := v if { v := r with data.test.q as 5 }", "5")]
    [InlineData("q contains 1\nr := q\np := v if { v := r with data.test.q as {2} }", "{2}")]
    [InlineData("q := input.x\np if { not q with input.x as false }", "true")]
    [InlineData("q := input.x\np := [v | some i in [3, 4]; v := q with input.x as i]", "[3, 4]")]
    [InlineData("q := input.x\np := v if { v := q with input.x as input.missing }", "undefined")]
    [InlineData("q := [input.x, input.y]\np := v if { v := q with input.x as 5 with input.y as 6 }", "[5, 6]")]
    [InlineData("q := input.x\nr := v if { v := q with input.x as 8 }\np := v if { v := [r, q] with input.x as 9 }", "[8, 9]")]
    [InlineData("p := x if { some x in [1, 2]; x == input.w with input.w as 2 }", "2")]
    public void With_ReplacesDocumentsForItsExpression(string rules, string value)
        => Assert.Equal(value, Policies.ValueOfP(rules, """{"x": 1}""", """{"d": {"x": 1}}"""));

    [Theory]
    [InlineData("f(x) := x\nr := f(1)\np := v if { v := r with f as 5 }", "5")]
    [InlineData("f(x) := x\ng(x) := x + 1\nr := f(1)\np := v if { v := r with f as g }", "2")]
    [InlineData("r := count([1])\np := v if { v := r with count as 5 }", "5")]
    [InlineData("mock(x) := count(x) * 10\nr := count([1, 2])\np := v if { v := r with count as mock }", "20")]
    [InlineData("r := count([1, 2])\np := v if { v := r with count as max }", "2")]
    [InlineData("r := time.now_ns()\np := v if { v := r with time.now_ns as 3 }", "3")]
    [InlineData("f(x) := x\nr := f(1)\np := v if { v := [r, f(2)] with f as 5 with input as 1 }", "[5, 5]")]
    public void With_ReplacesFunctions(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));

    [Fact]
    public void Results_OfOneScope_AreNotSeenInAnother()
        => Assert.Equal("[1, 2, 1, 3]", Policies.ValueOfP(
            """
            q := r
            r := input.x
            p := [a, b, c, d] if {
                a := q
                b := q with input.x as 2
                c := q
                d := q with input.x as 3
            }
            """,
            """{"x": 1}"""));
}
