using Bouncer.Constraints.Matching;
using Bouncer.Constraints.Tests.Building;

namespace Bouncer.Constraints.Tests.Matching;

public class MatchReadingTests
{
    private const string KeyRule = "letters, digits, '-', '_' and '.', at most 63, the first and the last a letter or digit";

    [Theory]
    [InlineData("""{"kinds": {} }""", "spec.match.kinds: must be a list but is object")]
    [InlineData("""{"kinds": ["Pod"]}""", "spec.match.kinds[0]: must be an object but is string")]
    [InlineData("""{"kinds": [{"kinds": "Pod"}]}""", "spec.match.kinds[0].kinds: must be a list but is string")]
    [InlineData("""{"kinds": [{}, {"apiGroups": [null]}]}""", "spec.match.kinds[1].apiGroups[0]: must be a string but is null")]
    [InlineData("""{"scope": 1}""", "spec.match.scope: must be a string but is number")]
    [InlineData("""{"namespaces": [true]}""", "spec.match.namespaces[0]: must be a string but is boolean")]
    [InlineData("""{"name": ["a"]}""", "spec.match.name: must be a string but is array")]
    [InlineData("""{"source": "generated"}""", "spec.match.source: invalid source field \"generated\"; use All, Generated or Original")]
    [InlineData("""{"labelSelector": []}""", "spec.match.labelSelector: must be an object but is array")]
    [InlineData("""{"labelSelector": {"matchLabels": {"app": 1} } }""", "spec.match.labelSelector.matchLabels[app]: must be a string but is number")]
    [InlineData(
        """{"labelSelector": {"matchLabels": {"app": "no spaces"} } }""",
        "spec.match.labelSelector.matchLabels[app]: \"no spaces\" is no value of a label: " + KeyRule)]
    [InlineData(
        """{"namespaceSelector": {"matchLabels": {"-app": "web"} } }""",
        "spec.match.namespaceSelector.matchLabels: \"-app\" is no key of a label: " + KeyRule + "; before it a DNS subdomain and a slash if need be")]
    [InlineData(
        """{"namespaceSelector": {"matchExpressions": [{"key": "a", "operator": "In"}]} }""",
        "spec.match.namespaceSelector.matchExpressions[0].values: must hold a value: the operator is In")]
    [InlineData(
        """{"namespaceSelector": {"matchExpressions": [{"key": "a", "operator": "Exists", "values": ["b"]}]} }""",
        "spec.match.namespaceSelector.matchExpressions[0].values: must be empty: the operator is Exists")]
    [InlineData(
        """{"namespaceSelector": {"matchExpressions": [{"key": "a", "operator": "in", "values": ["b"]}]} }""",
        "spec.match.namespaceSelector.matchExpressions[0].operator: \"in\" is no operator; use In, NotIn, Exists or DoesNotExist")]
    public void WrongField_IsAProblemWithItsPath(string match, string problem)
    {
        var problems = new List<ConstraintProblem>();

        MatchCriteria.Read(Make.Json(match), problems);

        Assert.Equal(problem, Assert.Single(problems).ToString());
    }

    [Fact]
    public void AllProblems_AreReportedAtOnce()
    {
        var problems = new List<ConstraintProblem>();

        MatchCriteria.Read(Make.Json("""{"scope": 1, "name": 2, "namespaces": 3, "labelSelector": 4}"""), problems);

        Assert.Equal(
            ["spec.match.labelSelector", "spec.match.name", "spec.match.namespaces", "spec.match.scope"],
            problems.Select(p => p.Location).Order());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("app.kubernetes.io/name")]
    [InlineData("a_b.C-9")]
    public void KeyOfALabel_IsAccepted(string key) => Assert.True(LabelSyntax.IsKey(key));

    [Theory]
    [InlineData("")]
    [InlineData("/name")]
    [InlineData("a/b/c")]
    [InlineData("Example.com/name")]
    [InlineData("a..b/name")]
    [InlineData("a-/name")]
    [InlineData("name_")]
    [InlineData("nämé")]
    public void KeyOfALabel_IsRefused(string key) => Assert.False(LabelSyntax.IsKey(key));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void ValueOfALabel_IsLimited(int length, bool accepted) => Assert.Equal(accepted, LabelSyntax.IsValue(new string('a', length)));
}
