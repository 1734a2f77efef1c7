using Bouncer.Constraints.Indexing;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Tests.Building;
using FsCheck.Xunit;

namespace Bouncer.Constraints.Tests.Indexing;

public class ConstraintIndexTests
{
    private static readonly Constraint[] Constraints =
    [
        Make.Constraint(name: "all"),
        Make.Constraint("""{"kinds": [{"apiGroups": [""], "kinds": ["Pod"]}]}""", name: "pods"),
        Make.Constraint("""{"kinds": [{"apiGroups": ["*"], "kinds": ["Pod"]}, {"kinds": ["Pod"]}]}""", name: "pods of all groups, twice"),
        Make.Constraint("""{"kinds": [{"apiGroups": ["apps"]}]}""", name: "apps"),
        Make.Constraint("""{"namespaces": ["shop", "prod"]}""", name: "shop or prod"),
        Make.Constraint("""{"namespaces": ["shop", "s*"]}""", name: "shops"),
        Make.Constraint("""{"kinds": [{"kinds": ["Node", "Pod"]}], "namespaces": ["prod"]}""", name: "nodes, and pods of prod"),
    ];

    [Theory]
    [InlineData("v1", "Pod", "shop", "all", "pods", "pods of all groups, twice", "shop or prod", "shops")]
    [InlineData("v1", "Pod", "prod", "all", "pods", "pods of all groups, twice", "shop or prod", "nodes, and pods of prod")]
    [InlineData("v1", "Pod", "test", "all", "pods", "pods of all groups, twice")]
    [InlineData("v1", "Pod", "sales", "all", "pods", "pods of all groups, twice", "shops")]
    [InlineData("x/v1", "Pod", "test", "all", "pods of all groups, twice")]
    [InlineData("apps/v1", "Deployment", "prod", "all", "apps", "shop or prod")]
    [InlineData("v1", "Node", "", "all", "shop or prod", "shops", "nodes, and pods of prod")]
    public void Candidates_AreThoseThatCanMatchByKindAndNamespace(string apiVersion, string kind, string @namespace, params string[] expected)
    {
        var request = Make.Object($$"""{"apiVersion": "{{apiVersion}}", "kind": "{{kind}}", "metadata": {"name": "a", "namespace": "{{@namespace}}"} }""");
        var index = new ConstraintIndex(Constraints);

        Assert.Equal(expected, Names(index, request));
        Assert.Equal(expected, Names(index, request)); // and again, from what was kept
    }

    [Fact]
    public void NamespaceItself_IsFoundByItsName()
        => Assert.Equal(["all", "shop or prod", "shops"], Names(new ConstraintIndex(Constraints), Make.Object(Make.Namespace())));

    [Theory]
    [InlineData("""{"operation": "DELETE"}""")]
    [InlineData("""{"operation": "CONNECT"}""")]
    [InlineData("""{"object": {"metadata": {} } }""")]
    [InlineData("""{"object": {"kind": "Pod"}, "oldObject": {"kind": "Node"} }""")]
    [InlineData("""{"object": {"kind": "Pod", "metadata": {"namespace": "a"} }, "oldObject": {"kind": "Pod", "metadata": {"namespace": "b"} } }""")]
    public void WhatCannotBeTold_IsLeftToTheCriteria(string request)
        => Assert.Equal(Constraints.Select(c => c.Name), Names(new ConstraintIndex(Constraints), Make.Admission(request)));

    [Fact]
    public void MorePlacesThanAreKept_HaveNoCandidateLessForIt()
    {
        var index = new ConstraintIndex(Constraints);
        for (var i = 0; i < 1100; i++)
        {
            var names = Names(index, Make.Object($$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "x{{i}}"} }"""));

            Assert.Superset(new HashSet<string>(["all", "pods", "pods of all groups, twice"]), new HashSet<string>(names));
            Assert.Equal(names.Count, names.Distinct().Count());
        }
    }

    private static readonly Constraint[] ByLabel =
    [
        Make.Constraint(name: "all"),
        Make.Constraint("""{"labelSelector": {"matchLabels": {"app": "web"} } }""", name: "web"),
        Make.Constraint("""{"labelSelector": {"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "db", "db"]}]} }""", name: "web or db"),
        Make.Constraint("""{"labelSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]} }""", name: "not web"),
        Make.Constraint("""{"labelSelector": {"matchLabels": {"team": "a"} } }""", name: "team a"),
        Make.Constraint("""{"namespaceSelector": {"matchLabels": {"stage": "prod"} } }""", name: "prod"),
        Make.Constraint("""{"namespaceSelector": {"matchLabels": {"stage": "prod"} }, "labelSelector": {"matchLabels": {"app": "db"} } }""", name: "db in prod"),
    ];

    [Theory]
    [InlineData("""{"app": "web"}""", "test", "all", "not web", "web", "web or db")]
    [InlineData("""{"app": "db", "team": "a"}""", "prod", "all", "not web", "web or db", "db in prod", "team a", "prod")]
    [InlineData("""{"app": "other"}""", "", "all", "not web")]
    [InlineData("{}", "prod", "all", "not web", "prod")]
    public void Candidates_AreThoseThatAskForTheLabelsThatThereAre(string labels, string stage, params string[] expected)
    {
        var request = Make.Object(Make.Pod(labels: labels), Make.Namespace(labels: $$"""{"stage": "{{stage}}"}"""));

        Assert.Equal(expected, Names(new ConstraintIndex(ByLabel), request));
    }

    [Fact]
    public void LabelsOfTheOldObject_FindTheirConstraintsToo()
    {
        var request = Make.Admission($$"""
            {"operation": "UPDATE", "namespace": "shop", "object": {{Make.Pod(labels: """{"app": "web"}""")}}, "oldObject": {{Make.Pod(labels: """{"app": "db"}""")}} }
            """, Make.Namespace());

        Assert.Equal(["all", "not web", "web", "web or db", "db in prod"], Names(new ConstraintIndex(ByLabel), request));
    }

    [Fact]
    public void SelectorsOfNamespaces_AreLookedAtWhereLabelsAreNotKnown()
        => Assert.Equal(["all", "not web", "prod"], Names(new ConstraintIndex(ByLabel), Make.Object(Make.Pod())));

    [Fact]
    public void SelectorsOfNamespaces_LookAtNamespacesThemselves()
    {
        var index = new ConstraintIndex(ByLabel);

        Assert.Equal(["all", "not web", "prod"], Names(index, Make.Object(Make.Namespace(labels: """{"stage": "prod"}"""))));
        Assert.Equal(["all", "not web"], Names(index, Make.Object(Make.Namespace(labels: """{"stage": "test"}"""))));
        Assert.Equal(["all", "not web", "prod"], Names(index, Make.Object(Make.Node)));
    }

    [Property(MaxTest = 300)]
    public void AnyRequest_VisitsEveryConstraintThatDoesNotSayNo(byte constraints, int seed)
    {
        // Whatever the criteria: what the index leaves out does not match by them.
        var random = new Random(seed);
        var set = Enumerable.Range(0, constraints % 12).Select(i => Make.Constraint(RandomCriteria.Match(random), name: $"c{i}")).ToArray();
        var index = new ConstraintIndex(set);
        for (var i = 0; i < 4; i++)
        {
            var request = RandomCriteria.Request(random);
            var visited = Names(index, request);

            Assert.Equal(visited.Count, visited.Distinct().Count());
            Assert.All(
                set.Where(c => !visited.Contains(c.Name)), c => Assert.Equal(new Constraints.Matching.MatchResult(false, null), c.Match.Matches(request)));
        }
    }

    private static List<string> Names(ConstraintIndex index, ReviewRequest request)
    {
        var names = new List<string>();
        index.Visit(request, c => names.Add(c.Name));
        return names;
    }
}
