using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Tests.Building;

namespace Bouncer.Constraints.Tests.Matching;

public class MatchCriteriaTests
{
    private const string Deployment = """{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"} }""";

    [Theory]
    [InlineData("""{"kinds": [{"apiGroups": [""], "kinds": ["Pod"]}]}""")]
    [InlineData("""{"kinds": [{"apiGroups": ["*"], "kinds": ["*"]}]}""")]
    [InlineData("""{"kinds": [{"kinds": ["Pod"]}]}""")]
    [InlineData("""{"kinds": [{"apiGroups": [""]}]}""")]
    [InlineData("""{"kinds": [{"apiGroups": ["apps"], "kinds": ["Deployment"]}, {"apiGroups": ["", "batch"], "kinds": ["Job", "Pod"]}]}""")]
    [InlineData("""{"kinds": []}""")]
    [InlineData("""{"kinds": null}""")]
    [InlineData("{}")]
    public void Kinds_SelectPods(string match) => AssertMatch(match, Make.Object(Make.Pod()));

    [Theory]
    [InlineData("""{"kinds": [{"apiGroups": [""], "kinds": ["Service"]}]}""", "kinds: Pod is not among [Service]")]
    [InlineData("""{"kinds": [{"apiGroups": ["apps"], "kinds": ["Pod", "Deployment"]}]}""", "kinds: Pod is not among [apps/Pod, apps/Deployment]")]
    [InlineData("""{"kinds": [{"apiGroups": ["apps"]}, {"kinds": ["Service"]}]}""", "kinds: Pod is not among [apps/*, */Service]")]
    public void Kinds_LeaveOutPods(string match, string reason) => AssertNoMatch(match, Make.Object(Make.Pod()), reason);

    [Fact]
    public void Kinds_OfAGroupAreNamedWithIt()
        => AssertNoMatch("""{"kinds": [{"apiGroups": [""], "kinds": ["Pod"]}]}""", Make.Object(Deployment), "kinds: apps/Deployment is not among [Pod]");

    [Theory]
    [InlineData("Cluster", Make.Node)]
    [InlineData("Cluster", """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"} }""")]
    [InlineData("Namespaced", Deployment)]
    [InlineData("*", Make.Node)]
    [InlineData("namespaced", Make.Node)]
    [InlineData("Namespace", Make.Node)]
    public void Scope_Selects(string scope, string reviewed) => AssertMatch($$"""{"scope": "{{scope}}"}""", Make.Object(reviewed));

    [Theory]
    [InlineData("Namespaced", Make.Node, "scope: it is Namespaced, and Node \"node-1\" is in no namespace")]
    [InlineData("Cluster", Deployment, "scope: it is Cluster, and Deployment \"web\" is in namespace \"shop\"")]
    [InlineData(
        "Namespaced",
        """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"} }""",
        "scope: it is Namespaced, and Namespace \"shop\" is a Namespace, which counts as cluster-scoped")]
    public void Scope_LeavesOut(string scope, string reviewed, string reason)
        => AssertNoMatch($$"""{"scope": "{{scope}}"}""", Make.Object(reviewed), reason);

    [Theory]
    [InlineData("""["shop"]""", true)]
    [InlineData("""["sh*"]""", true)]
    [InlineData("""["prod", "*op"]""", true)]
    [InlineData("""["prod"]""", false)]
    public void Namespaces_AreThoseOfTheObject(string namespaces, bool matches)
    {
        var criteria = Make.Criteria($$"""{"namespaces": {{namespaces}} }""");

        Assert.Equal(matches, criteria.Matches(Make.Object(Make.Pod())).IsMatch);
        Assert.Equal(matches, criteria.Matches(Make.Object(Make.Namespace())).IsMatch);
        Assert.True(criteria.Matches(Make.Object(Make.Node)).IsMatch);
    }

    [Theory]
    [InlineData("""["shop"]""", false)]
    [InlineData("""["kube-*", "s*"]""", false)]
    [InlineData("""["kube-*"]""", true)]
    public void ExcludedNamespaces_AreLeftOut(string namespaces, bool matches)
    {
        var criteria = Make.Criteria($$"""{"excludedNamespaces": {{namespaces}} }""");

        Assert.Equal(matches, criteria.Matches(Make.Object(Make.Pod())).IsMatch);
        Assert.Equal(matches, criteria.Matches(Make.Object(Make.Namespace())).IsMatch);
        Assert.True(criteria.Matches(Make.Object(Make.Node)).IsMatch);
    }

    [Fact]
    public void Namespace_OfTheRequestCountsForObjectsThatDoNotSayTheirs()
    {
        const string Exec = """{"kind": {"group": "", "version": "v1", "kind": "Pod"}, "namespace": "shop", "operation": "CONNECT", "object": {"apiVersion": "v1", "kind": "PodExecOptions"} }""";

        AssertMatch("""{"namespaces": ["shop"], "scope": "Namespaced"}""", Make.Admission(Exec));
        AssertNoMatch("""{"excludedNamespaces": ["shop"]}""", Make.Admission(Exec), "excludedNamespaces: \"shop\" is excluded by \"shop\"");
    }

    [Theory]
    [InlineData("""{"namespaces": ["prod", "test-*"]}""", "namespaces: \"shop\" is not among [\"prod\", \"test-*\"]")]
    [InlineData("""{"excludedNamespaces": ["kube-*", "sh*"]}""", "excludedNamespaces: \"shop\" is excluded by \"sh*\"")]
    [InlineData("""{"name": "db-*"}""", "name: \"web\" is not \"db-*\"")]
    [InlineData("""{"source": "Generated"}""", "source: it is Generated, and Pod \"web\" is Original")]
    public void Reason_SaysWhatIsWantedAndWhatIsThere(string match, string reason) => AssertNoMatch(match, Make.Object(Make.Pod()), reason);

    [Fact]
    public void Reason_ShowsTheFirstOfManyNames()
        => AssertNoMatch(
            $$"""{"namespaces": [{{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"n{i}\""))}}]}""",
            Make.Object(Make.Pod()),
            "namespaces: \"shop\" is not among [\"n0\", \"n1\", \"n2\", \"n3\", \"n4\", \"n5\", \"n6\", \"n7\", and 92 more]");

    [Theory]
    [InlineData("""{"matchLabels": {"app": "web"} }""", null)]
    [InlineData("""{"matchLabels": {"app": "db"} }""", "label \"app\" is \"web\", not \"db\"")]
    [InlineData("""{"matchLabels": {"app": "web", "tier": "front"} }""", "there is no label \"tier\", not \"front\"")]
    [InlineData("""{"matchExpressions": [{"key": "app", "operator": "In", "values": ["db", "web"]}]}""", null)]
    [InlineData("""{"matchExpressions": [{"key": "app", "operator": "In", "values": ["db", "cache"]}]}""", "label \"app\" is \"web\", not one of [\"db\", \"cache\"]")]
    [InlineData("""{"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["db"]}]}""", null)]
    [InlineData("""{"matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["db"]}]}""", null)]
    [InlineData("""{"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}""", "label \"app\" is \"web\", which is one of [\"web\"]")]
    [InlineData("""{"matchExpressions": [{"key": "app", "operator": "Exists"}]}""", null)]
    [InlineData("""{"matchExpressions": [{"key": "tier", "operator": "Exists"}]}""", "there is no label \"tier\"")]
    [InlineData("""{"matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]}""", null)]
    [InlineData("""{"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}""", "label \"app\" is \"web\", and there must be none")]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public void LabelSelector_IsAboutTheObject(string selector, string? reason)
    {
        var request = Make.Object(Make.Pod(labels: """{"app": "web"}"""));
        var match = $$"""{"labelSelector": {{selector}} }""";
        if (reason is null)
        {
            AssertMatch(match, request);
        }
        else
        {
            AssertNoMatch(match, request, $"labelSelector: {reason}");
        }
    }

    private const string ProdSelector = """{"namespaceSelector": {"matchLabels": {"stage": "prod"} } }""";

    [Fact]
    public void NamespaceSelector_IsAboutTheNamespaceOfTheObject()
    {
        AssertMatch(ProdSelector, Make.Object(Make.Pod(), Make.Namespace(labels: """{"stage": "prod"}""")));
        AssertNoMatch(
            ProdSelector,
            Make.Object(Make.Pod(), Make.Namespace(labels: """{"stage": "test"}""")),
            "namespaceSelector: of Namespace \"shop\", label \"stage\" is \"test\", not \"prod\"");
    }

    [Fact]
    public void NamespaceSelector_OfANamespaceIsAboutItself()
    {
        AssertMatch(ProdSelector, Make.Object(Make.Namespace(labels: """{"stage": "prod"}""")));
        AssertNoMatch(
            ProdSelector, Make.Object(Make.Namespace()), "namespaceSelector: of Namespace \"shop\", there is no label \"stage\", not \"prod\"");
    }

    [Fact]
    public void NamespaceSelector_MatchesOtherClusterScopedObjects() => AssertMatch(ProdSelector, Make.Object(Make.Node));

    [Fact]
    public void NamespaceSelector_OfAnUnknownNamespaceCannotBeTold()
    {
        var result = Make.Criteria(ProdSelector).Matches(Make.Object(Make.Pod()));

        Assert.False(result.IsMatch);
        Assert.Equal(
            "namespace selector for namespace-scoped object but missing Namespace: Pod \"web\" is in namespace \"shop\", whose labels are not known here",
            result.Error);
    }

    [Fact]
    public void UnknownNamespace_DoesNotMatterWhereAnotherCriterionDecides()
        => AssertNoMatch(
            """{"name": "db", "namespaceSelector": {"matchLabels": {"stage": "prod"} } }""", Make.Object(Make.Pod()), "name: \"web\" is not \"db\"");

    [Fact]
    public void Name_IsComparedWithTheGeneratedOneToo()
    {
        var request = Make.Object("""{"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web-", "namespace": "shop"} }""");

        AssertMatch("""{"name": "web-*"}""", request);
        AssertNoMatch("""{"name": "db-*"}""", request, "name: generateName \"web-\" is not \"db-*\"");
    }

    [Theory]
    [InlineData("All", ResourceSource.Generated, true)]
    [InlineData("", ResourceSource.Generated, true)]
    [InlineData("Generated", ResourceSource.Generated, true)]
    [InlineData("Original", ResourceSource.Generated, false)]
    [InlineData("Original", ResourceSource.Original, true)]
    public void Source_IsWhereTheObjectComesFrom(string source, ResourceSource of, bool matches)
        => Assert.Equal(matches, Make.Criteria($$"""{"source": "{{source}}"}""").Matches(Make.Object(Make.Pod(), source: of)).IsMatch);

    [Fact]
    public void OldObject_MatchesAsWell()
    {
        var request = Make.Admission($$"""
            {"operation": "UPDATE", "namespace": "shop", "object": {{Make.Pod(labels: """{"app": "new"}""")}}, "oldObject": {{Make.Pod(labels: """{"app": "old"}""")}} }
            """);

        AssertMatch("""{"labelSelector": {"matchLabels": {"app": "old"} } }""", request);
        AssertMatch("""{"labelSelector": {"matchLabels": {"app": "new"} } }""", request);
        AssertNoMatch(
            """{"labelSelector": {"matchLabels": {"app": "other"} } }""", request, "labelSelector: label \"app\" is \"new\", not \"other\"");
    }

    [Theory]
    [InlineData("""{"operation": "CONNECT"}""", "invalid request object: neither object nor old object are defined")]
    [InlineData("""{"object": {"metadata": {} } }""", "invalid request object: the object has no kind")]
    [InlineData("""{"oldObject": {"kind": ""} }""", "invalid request object: the old object has no kind")]
    public void RequestWithoutAKind_CannotBeTold(string request, string error)
    {
        Assert.Equal(error, Make.Criteria("{}").Matches(Make.Admission(request)).Error);
        Assert.True(Constraints.Matching.MatchCriteria.Any.Matches(Make.Admission(request)).IsMatch);
    }

    [Fact]
    public void LabelsOfAWrongType_AreNoLabels()
        => AssertNoMatch(
            """{"labelSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]} }""",
            Make.Object(Make.Pod(labels: """{"app": 1}""")),
            "labelSelector: there is no label \"app\"");

    private static void AssertMatch(string match, ReviewRequest request)
    {
        Assert.Equal(new Constraints.Matching.MatchResult(true, null), Make.Criteria(match).Matches(request));
        Assert.Null(Make.Criteria(match).WhyNot(request));
    }

    private static void AssertNoMatch(string match, ReviewRequest request, string reason)
    {
        Assert.Equal(new Constraints.Matching.MatchResult(false, null), Make.Criteria(match).Matches(request));
        Assert.Equal(reason, Make.Criteria(match).WhyNot(request));
    }
}
