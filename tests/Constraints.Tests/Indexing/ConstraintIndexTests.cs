using Bouncer.Constraints.Indexing;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Tests.Building;

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
    [InlineData("v1", "Pod", "prod", "all", "pods", "pods of all groups, twice", "shop or prod", "shops", "nodes, and pods of prod")]
    [InlineData("v1", "Pod", "test", "all", "pods", "pods of all groups, twice", "shops")]
    [InlineData("x/v1", "Pod", "test", "all", "pods of all groups, twice", "shops")]
    [InlineData("apps/v1", "Deployment", "prod", "all", "apps", "shop or prod", "shops")]
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
        => Assert.Equal(Constraints.Length, new ConstraintIndex(Constraints).Candidates(Make.Admission(request)).Length);

    [Fact]
    public void MoreKindsThanAreKept_AreFoundAllTheSame()
    {
        var index = new ConstraintIndex(Constraints);
        for (var i = 0; i < 1100; i++)
        {
            Assert.Equal(["all", "shops"], Names(index, Make.Object($$"""{"apiVersion": "v1", "kind": "Kind{{i}}", "metadata": {"namespace": "x"} }""")));
        }
    }

    private static string[] Names(ConstraintIndex index, ReviewRequest request) => [.. index.Candidates(request).ToArray().Select(c => c.Name)];
}
