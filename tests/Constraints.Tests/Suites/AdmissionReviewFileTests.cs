using Bouncer.Constraints.Suites;

namespace Bouncer.Constraints.Tests.Suites;

/// <summary>Objects of cases that are AdmissionReviews.</summary>
public sealed class AdmissionReviewFileTests : IDisposable
{
    private const string Old = "oldObject: {apiVersion: v1, kind: Pod, metadata: {name: old}}";
    private readonly SuiteFolder _folder = new();

    public AdmissionReviewFileTests()
        => _folder.Write("template.yaml", SuiteFolder.Template("RequiredLabels", """
            violation[{"msg": msg}] {
              msg := sprintf("%v of %v by <%v>, old %v", [input.review.operation, input.review.object.metadata.name, object.get(input.review.userInfo, "username", ""), is_object(input.review.oldObject)])
            }
            """));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("operation: UPDATE, object: {apiVersion: v1, kind: Pod, metadata: {name: new}}, " + Old, "UPDATE of new by <>, old true")]
    [InlineData("operation: CREATE, userInfo: {username: jane, groups: [g]}, object: {kind: Pod, metadata: {name: new}}", "CREATE of new by <jane>, old false")]
    [InlineData("operation: DELETE, " + Old, "DELETE of old by <>, old true")]
    [InlineData("object: {kind: Pod, metadata: {name: new}}", " of new by <>, old false")]
    public void Request_IsReviewed(string request, string message)
    {
        _folder.Write("review.yaml", $"{{apiVersion: admission.k8s.io/v1beta1, kind: AdmissionReview, request: {{{request}}}}}\n");

        Assert.Equal(SuiteOutcome.Passed, _folder.RunCase($"object: review.yaml, assertions: [{{violations: 1, message: '^{message}$'}}]"));
    }

    [Theory]
    [InlineData("", "request: is missing; write the request that is to be reviewed")]
    [InlineData("requests: {}", "requests: there is no such field; there are apiVersion, kind, request, response")]
    [InlineData("request: {operation: UPDATE}", "request: has neither object nor oldObject, so there is nothing to review; write one")]
    [InlineData("request: {operation: UPDATE, object: null, oldObject: null}", "request: has neither object nor oldObject, so there is nothing to review; write one")]
    [InlineData("request: {operation: DELETE, object: {kind: Pod}}", "request.oldObject: is missing, and it is what a DELETE is about; write it")]
    [InlineData("request: {object: {apiVersion: v1}}", "request.object.kind: is missing; write what the object is")]
    [InlineData("request: {user: {}, object: {kind: Pod}}", "request.user: there is no such field; there are uid, kind, resource, subResource, requestKind, requestResource, requestSubResource, name, namespace, operation, userInfo, object, oldObject, dryRun, options")]
    [InlineData("request: {userInfo: {name: a}, object: {kind: Pod}}", "request.userInfo.name: there is no such field; there are username, uid, groups, extra")]
    [InlineData("request: {dryRun: 1, object: {kind: Pod}}", "invalid admission request: request.dryRun must be a boolean but is number")]
    public void WrongReview_FailsTheCase(string fields, string problem)
    {
        _folder.Write("review.yaml", $"{{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, {fields}}}\n");

        Assert.Equal($"review.yaml:1: {problem}", _folder.Shorten(_folder.RunCase("object: review.yaml, assertions: [{}]").Problem));
    }
}
