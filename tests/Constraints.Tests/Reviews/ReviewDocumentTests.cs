using Bouncer.Constraints.Tests.Building;
using Bouncer.Rego.Json;

namespace Bouncer.Constraints.Tests.Reviews;

public class ReviewDocumentTests
{
    [Fact]
    public void ObjectAlone_IsWrappedInARequestWithoutOperation()
        => AssertReview(
            Make.Object(Make.Pod()).Review,
            $$"""
            {"uid": "", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "resource": {"group": "", "version": "", "resource": ""},
             "name": "web", "namespace": "shop", "operation": "", "userInfo": {}, "object": {{Make.Pod()}}, "oldObject": null, "options": null,
             "namespaceObject": null}
            """);

    [Fact]
    public void ClusterScopedObject_HasNoNamespaceAtAll()
        => AssertReview(
            Make.Object(Make.Node).Review,
            $$"""
            {"uid": "", "kind": {"group": "", "version": "v1", "kind": "Node"}, "resource": {"group": "", "version": "", "resource": ""},
             "name": "node-1", "operation": "", "userInfo": {}, "object": {{Make.Node}}, "oldObject": null, "options": null, "namespaceObject": null}
            """);

    [Fact]
    public void Request_KeepsWhatItHas()
    {
        var request = $$"""
            {"uid": "u-1", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "resource": {"group": "", "version": "v1", "resource": "pods"},
             "subResource": "ephemeralcontainers", "requestKind": {"group": "", "version": "v1", "kind": "Pod"},
             "requestResource": {"group": "", "version": "v1", "resource": "pods"}, "requestSubResource": "ephemeralcontainers",
             "name": "web", "namespace": "shop", "operation": "UPDATE", "userInfo": {"username": "ann", "groups": ["dev"]},
             "object": {{Make.Pod()}}, "oldObject": {{Make.Pod()}}, "dryRun": false, "options": {"kind": "UpdateOptions"} }
            """;

        AssertReview(
            Make.Admission(request, Make.Namespace()).Review, $$"""{{request.TrimEnd()[..^1]}}, "namespaceObject": {{Make.Namespace()}} }""");
    }

    [Fact]
    public void MissingFields_AreThereWithTheEmptyValuesOfTheirTypes()
        => AssertReview(
            Make.Admission($$"""{"object": {{Make.Node}}, "kind": {"kind": "Node"}, "userInfo": null, "name": "", "unknown": 1}""").Review,
            $$"""
            {"uid": "", "kind": {"group": "", "version": "", "kind": "Node"}, "resource": {"group": "", "version": "", "resource": ""},
             "operation": "", "userInfo": {}, "object": {{Make.Node}}, "oldObject": null, "options": null, "namespaceObject": null}
            """);

    [Fact]
    public void Delete_HasTheOldObjectAsObject()
    {
        var request = Make.Admission($$"""{"operation": "DELETE", "namespace": "shop", "object": null, "oldObject": {{Make.Pod()}} }""");

        Assert.Equal(Make.Json(Make.Pod()), request.Review.Lookup(RegoJson.Parse("\"object\"")));
        Assert.Equal(Make.Json(Make.Pod()), request.Review.Lookup(RegoJson.Parse("\"oldObject\"")));
        Assert.Null(request.Problem);
    }

    [Theory]
    [InlineData("""{"kind": {"group": "", "version": "v1", "kind": "Namespace"}, "namespace": "shop", "object": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"} } }""")]
    [InlineData("""{"namespace": "shop", "object": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"} } }""")]
    public void Namespace_IsInNoNamespace(string request)
    {
        var review = Make.Admission(request);

        Assert.Equal("", review.Namespace);
        Assert.False(review.Review.TryGet("namespace", out _));
    }

    [Theory]
    [InlineData("""{"operation": "DELETE"}""", "oldObject cannot be nil for DELETE operations")]
    [InlineData("""{"operation": "DELETE", "object": {"kind": "Pod"}, "oldObject": null}""", "oldObject cannot be nil for DELETE operations")]
    [InlineData("""{"object": "Pod"}""", "invalid admission request: request.object must be an object but is string")]
    [InlineData("""{"namespace": ["shop"]}""", "invalid admission request: request.namespace must be a string but is array")]
    [InlineData("""{"dryRun": "true"}""", "invalid admission request: request.dryRun must be a boolean but is string")]
    public void WrongRequest_SaysWhatIsWrong(string request, string problem) => Assert.Equal(problem, Make.Admission(request).Problem);

    private static void AssertReview(Rego.Values.RegoObject actual, string expected) => Assert.Equal(Make.Json(expected), actual);
}
