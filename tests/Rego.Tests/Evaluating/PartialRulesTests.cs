namespace Bouncer.Rego.Tests.Evaluating;

public class PartialRulesTests
{
    private const string Conflict = "eval_conflict_error: object keys must be unique";

    [Theory]
    [InlineData("p contains 1\np contains 2\np contains 1", "{1, 2}")]
    [InlineData("p contains x if { some x in [3, 1, 2] }", "{1, 2, 3}")]
    [InlineData("p contains 1 if false", "set()")]
    [InlineData("p contains {\"a\": x} if { some x in [2, 1] }", """{{"a": 1}, {"a": 2}}""")]
    [InlineData("p contains x if { x := input.missing }", "set()")]
    public void Set_HasWhatEveryBodyGives(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));

    [Theory]
    [InlineData("p[x] := y if { some x, y in {\"a\": 1, \"b\": 2} }", """{"a": 1, "b": 2}""")]
    [InlineData("p[x] := 1 if { some x in [1, 1] }", "{1: 1}")]
    [InlineData("p[x] := 1 if { x := input.missing }", "{}")]
    [InlineData("p[x][y] := 1 if { some x in [\"a\", \"b\"]; some y in [1, 2] }", """{"a": {1: 1, 2: 1}, "b": {1: 1, 2: 1}}""")]
    [InlineData("p.a.b := 1\np.a.c := 2", """{"a": {"b": 1, "c": 2}}""")]
    [InlineData("p[x].b := 1 if { x := \"a\" }\np.a.c := 2", """{"a": {"b": 1, "c": 2}}""")]
    [InlineData("p[x] contains y if { some x in [\"a\", \"b\"]; some y in [2, 1] }", """{"a": {1, 2}, "b": {1, 2}}""")]
    [InlineData("p.q contains 1\np.q contains 2", """{"q": {1, 2}}""")]
    public void Object_HasWhatEveryBodyGives(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));

    [Theory]
    [InlineData("p[x] := y if { x := 1; some y in [1, 2] }")]
    [InlineData("p[\"a\"] := 1\np[x] := 2 if { x := \"a\" }")]
    [InlineData("p[x] := 1 if { x := \"a\" }\np[x][y] := 2 if { x := \"a\"; y := \"b\" }")]
    public void TwoValuesForOneKey_AreAConflict(string rules) => Assert.Equal(Conflict, Policies.ValueOfP(rules));

    [Theory]
    [InlineData("q contains x if { some x in [1, 2, 3] }\np if q[2]", "true")]
    [InlineData("q contains x if { some x in [1, 2, 3] }\np if q[4]", "undefined")]
    [InlineData("q contains x if { some x in [1, 2, 3] }\np := q[2]", "2")]
    [InlineData("q contains [x, y] if { some x in [1, 2]; y := x + 1 }\np := q[[2, 3]]", "[2, 3]")]
    [InlineData("q contains [x, y] if { some x in [1, 2]; y := x * 10 }\np := {y | q[[2, y]]}", "{20}")]
    [InlineData("q[x] := y if { some x, y in {\"a\": 1, \"b\": 2} }\np := q.b", "2")]
    [InlineData("q[x] := y if { some x, y in {\"a\": 1, \"b\": 2} }\np := q.c", "undefined")]
    [InlineData("q[x][y] := z if { some x in [1, 2]; some y in [3, 4]; z := x * y }\np := q[2][4]", "8")]
    [InlineData("q[x][y] := z if { some x in [1, 2]; some y in [3, 4]; z := x * y }\np := q[2]", "{3: 6, 4: 8}")]
    [InlineData("q[x] contains y if { some x in [1, 2]; some y in [3, 4] }\np := q[2][3]", "3")]
    public void Lookup_OfOneKey_FindsIt(string rules, string value) => Assert.Equal(value, Policies.ValueOfP(rules));

    [Fact]
    public void Lookup_OfOneKey_DoesNotNoticeConflictsOfOthers()
        => Assert.Equal("1", Policies.ValueOfP("""
            q[x] := y if { some x in ["bad"]; some y in [1, 2] }
            q[x] := 1 if { x := "good" }
            p := q.good
            """));

    [Fact]
    public void Iteration_GoesThroughKeysInOrder()
        => Assert.Equal("""[["a", 1], ["b", 2]]""", Policies.ValueOfP("""
            q.b := 2
            q.a := 1
            p := [[k, v] | some k, v in q]
            """));
}
