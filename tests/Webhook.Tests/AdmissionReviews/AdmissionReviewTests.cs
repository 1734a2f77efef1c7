using System.Net;
using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests.AdmissionReviews;

/// <summary><c>POST /</c> over the wire, with docker.io and gcr.io allowed.</summary>
public sealed class AdmissionReviewTests : IAsyncLifetime
{
    private const string Bad = "evil.com/x:1";
    private RunningWebhook _webhook = null!;

    public async ValueTask InitializeAsync() => _webhook = await RunningWebhook.StartAsync();

    public ValueTask DisposeAsync() => _webhook.DisposeAsync();

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task AllowedPod_IsAnsweredInTheVersionOfTheRequest(string version)
    {
        var answer = await AskAsync(Bodies.AdmissionReview("Pod", Bodies.Pod("busybox"), version: version));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Allowed);
        Assert.Equal("AdmissionReview", answer.Json.GetProperty("kind").GetString());
        Assert.Equal($"admission.k8s.io/{version}", answer.Json.GetProperty("apiVersion").GetString());
        Assert.Equal(Bodies.Uid, answer.Json.GetProperty("response").GetProperty("uid").GetString());
    }

    [Fact]
    public async Task RefusedPod_NamesPathContainerAndRule()
    {
        var answer = await AskAsync(Bodies.AdmissionReview("Pod", Bodies.Pod("busybox", Bad)));

        Assert.False(answer.Allowed);
        Assert.Equal(
            "spec.containers[1].image (c1): image \"evil.com/x:1\" is not allowed by rule \"registry-whitelist\"; allowed are docker.io, gcr.io",
            answer.Reason);
        var status = answer.Json.GetProperty("response").GetProperty("status");
        Assert.Equal(403, status.GetProperty("code").GetInt32());
        Assert.Equal("Forbidden", status.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("", "PodTemplate", "template.spec")]
    [InlineData("", "ReplicationController", "spec.template.spec")]
    [InlineData("apps", "Deployment", "spec.template.spec")]
    [InlineData("extensions", "Deployment", "spec.template.spec")]
    [InlineData("apps", "ReplicaSet", "spec.template.spec")]
    [InlineData("apps", "StatefulSet", "spec.template.spec")]
    [InlineData("apps", "DaemonSet", "spec.template.spec")]
    [InlineData("batch", "Job", "spec.template.spec")]
    [InlineData("batch", "CronJob", "spec.jobTemplate.spec.template.spec")]
    public async Task EveryPodBearingKind_IsJudged(string group, string kind, string path)
    {
        var @object = path.Split('.').Reverse().Aggregate(Bodies.PodSpec("busybox", Bad), (inner, field) => $"{{\"{field}\":{inner}}}");

        var answer = await AskAsync(Bodies.AdmissionReview(kind, @object, group: group));

        Assert.False(answer.Allowed);
        Assert.StartsWith($"{path}.containers[1].image (c1): image \"{Bad}\"", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"initContainers":[{"name":"i","image":"evil.com/x:1"}],"containers":[{"name":"c","image":"busybox"}]}""", "spec.initContainers[0].image (i)")]
    [InlineData("""{"ephemeralContainers":[{"name":"e","image":"evil.com/x:1"}],"containers":[{"name":"c","image":"busybox"}]}""", "spec.ephemeralContainers[0].image (e)")]
    [InlineData("""{"volumes":[{"name":"x","emptyDir":{}},{"name":"v","image":{"reference":"evil.com/x:1"}}],"containers":[{"name":"c","image":"busybox"}]}""", "spec.volumes[1].image.reference (v)")]
    public async Task EveryPlaceOfAnImage_IsJudged(string podSpec, string place)
    {
        var answer = await AskAsync(Bodies.AdmissionReview("Pod", $"{{\"spec\":{podSpec}}}"));

        Assert.False(answer.Allowed);
        Assert.StartsWith($"{place}: image \"{Bad}\"", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EphemeralContainersOfOldApiServers_AreJudged()
    {
        var answer = await AskAsync(Bodies.AdmissionReview(
            "EphemeralContainers",
            """{"kind":"EphemeralContainers","apiVersion":"v1","metadata":{"name":"p"},"ephemeralContainers":[{"name":"debugger","image":"evil.com/x:1"}]}""",
            operation: "UPDATE",
            subResource: "ephemeralcontainers"));

        Assert.StartsWith("ephemeralContainers[0].image (debugger): image \"evil.com/x:1\"", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ConfigMap", """{"data":{"image":"evil.com/x"}}""")]
    [InlineData("apps", "Scale", """{"spec":{"replicas":3}}""")]
    [InlineData("argoproj.io", "Rollout", """{"spec":{"template":7}}""")]
    [InlineData("metrics.k8s.io", "Pod", """{"spec":"x"}""")]
    public async Task KindsWithoutPods_AreNoneOfOurBusiness(string group, string kind, string @object)
        => Assert.True((await AskAsync(Bodies.AdmissionReview(kind, @object, group: group))).Allowed);

    [Theory]
    [InlineData("DELETE")]
    [InlineData("CONNECT")]
    public async Task OtherOperations_AreNeverBlocked(string operation)
        => Assert.True((await AskAsync(Bodies.AdmissionReview("Pod", "null", Bodies.Pod(Bad), operation))).Allowed);

    [Theory]
    [InlineData("")]
    [InlineData("create")]
    [InlineData("PATCH")]
    public async Task UnknownOperation_IsNotTakenForAHarmlessOne(string operation)
    {
        var answer = await AskAsync(Bodies.AdmissionReview("Pod", Bodies.Pod("busybox"), operation: operation));

        Assert.False(answer.Allowed);
        Assert.Equal("the review could not be decided: request.operation is not CREATE, UPDATE, DELETE or CONNECT", answer.Reason);
    }

    [Fact]
    public async Task UpdateThatChangesNoImage_IsAllowed()
        => Assert.True((await AskAsync(Bodies.AdmissionReview("Pod", Bodies.Pod(Bad), Bodies.Pod(Bad), "UPDATE"))).Allowed);

    [Fact]
    public async Task UpdateWithANewImage_IsJudgedByThatAlone()
    {
        var answer = await AskAsync(Bodies.AdmissionReview("Pod", Bodies.Pod(Bad, "evil.com/new"), Bodies.Pod(Bad, "busybox"), "UPDATE"));

        Assert.Equal(
            "spec.containers[1].image (c1): image \"evil.com/new\" (evil.com/new:latest) is not allowed by rule \"registry-whitelist\"; allowed are docker.io, gcr.io",
            answer.Reason);
    }

    [Fact]
    public async Task OldImageUnderANewName_IsNew()
    {
        var renamed = Bodies.Pod(Bad).Replace("\"c0\"", "\"other\"", StringComparison.Ordinal);

        Assert.False((await AskAsync(Bodies.AdmissionReview("Pod", renamed, Bodies.Pod(Bad), "UPDATE"))).Allowed);
    }

    [Fact]
    public async Task OldImageInAnotherKindOfContainer_IsNew()
    {
        var asInit = """{"spec":{"initContainers":[{"name":"c0","image":"evil.com/x:1"}],"containers":[{"name":"c","image":"busybox"}]}}""";

        Assert.False((await AskAsync(Bodies.AdmissionReview("Pod", asInit, Bodies.Pod(Bad), "UPDATE"))).Allowed);
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"evil.com/x:1"}]}}""", """{"spec":{"containers":[{"image":"evil.com/x:1"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"","image":"evil.com/x:1"}]}}""", """{"spec":{"containers":[{"name":"","image":"evil.com/x:1"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":null,"image":"evil.com/x:1"}]}}""", """{"spec":{"containers":[{"image":"evil.com/x:1"},{"name":"a","image":"evil.com/x:1"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"evil.com/x:1"}]}}""", """{"spec":{"containers":[{"name":"a","image":"evil.com/x:2"},{"name":"a","image":"evil.com/x"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"evil.com/x:1"}]}}""", """{"spec":{"containers":[{"name":"A","image":"evil.com/x:1"}],"volumes":[{"name":"a","image":{"reference":"evil.com/x:1"}}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"evil.com/x:1"}]}}""", """{"spec":{"containers":[{"name":"a","image":"evil.com/x:1","image":"evil.com/x:1"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"evil.com/x:1"}]}}""", """{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"evil.com/x:1"}]}}}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"evil.com/x:1"}]}}""", """{"spec":{"containers":[{"name":"a","image":"evil.com/x:1"},null]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"evil.com/x:1"}]}}""", "7")]
    public async Task OldObjectOfOddShape_ExcusesNothing(string pod, string oldPod)
        => Assert.False((await AskAsync(Bodies.AdmissionReview("Pod", pod, oldPod, "UPDATE"))).Allowed);

    [Fact]
    public async Task UpdateOfAnObjectOfManyContainers_IsDecidedInNoTime()
    {
        // Compared one with each other these would be ten thousand million pairs.
        var many = Bodies.Pod([.. Enumerable.Repeat("a", 90_000)]).Replace(",\"resources\":{}", "", StringComparison.Ordinal);
        var others = many.Replace("\"name\":\"c", "\"name\":\"d", StringComparison.Ordinal);

        var answer = await AskAsync(Bodies.AdmissionReview("Pod", many, others, "UPDATE"));

        Assert.Equal("the review could not be decided: there are 90000 images; at most 1000 can be judged together", answer.Reason);
    }

    [Theory]
    [InlineData("", "ConfigMap", """{"apiVersion":"v1","kind":"Pod"}""")]
    [InlineData("", "Pod", """{"apiVersion":"v1","kind":"ConfigMap","spec":{"containers":[{"name":"a","image":"busybox"}]}}""")]
    [InlineData("apps", "Deployment", """{"apiVersion":"apps/v1","kind":"CronJob"}""")]
    [InlineData("example.com", "Pod", """{"apiVersion":"v1","kind":"Pod"}""")]
    [InlineData("", "Pod", """{"apiVersion":"example.com/v1","kind":"Pod","spec":{"containers":[{"name":"a","image":"busybox"}]}}""")]
    public async Task KindsThatDisagree_AreRefused(string group, string kind, string @object)
    {
        var answer = await AskAsync(Bodies.AdmissionReview(kind, @object, group: group));

        Assert.False(answer.Allowed);
        Assert.Equal("the review could not be decided: request.kind and request.object say different kinds", answer.Reason);
    }

    [Theory]
    [InlineData("", "Pod", "status")]
    [InlineData("", "Pod", "ephemeralcontainers")]
    [InlineData("", "Pod", "resize")]
    public async Task PodUnderASubResource_IsJudged(string group, string kind, string subResource)
        => Assert.False((await AskAsync(
            Bodies.AdmissionReview(kind, Bodies.Pod(Bad), Bodies.Pod("busybox"), "UPDATE", group, subResource: subResource))).Allowed);

    [Theory]
    [InlineData("List")]
    [InlineData("PodList")]
    public async Task ListOfPods_IsJudged(string kind)
    {
        var answer = await AskAsync(Bodies.AdmissionReview(kind, $$"""{"kind":"{{kind}}","apiVersion":"v1","items":[{{Bodies.Pod("busybox")}},{{Bodies.Pod(Bad)}}]}"""));

        Assert.StartsWith("items[1].spec.containers[0].image (c0): image \"evil.com/x:1\"", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FieldNameThatIsNoUnicode_IsRefusedUnderTheUid()
    {
        var answer = await AskAsync("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u","operatio\ud800":"CREATE"}}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("the review could not be decided: a field name is not valid Unicode", answer.Reason);
    }

    [Fact]
    public async Task UpdateWithoutAnOldObject_IsJudgedWhole()
        => Assert.False((await AskAsync(Bodies.AdmissionReview("Pod", Bodies.Pod(Bad), operation: "UPDATE"))).Allowed);

    [Fact]
    public async Task ObjectOnItsWayOut_IsNeverBlocked()
    {
        var leaving = Bodies.Pod(Bad).Replace("\"creationTimestamp\":null", "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"", StringComparison.Ordinal);

        Assert.True((await AskAsync(Bodies.AdmissionReview("Pod", leaving.Replace("\"c0\"", "\"c9\"", StringComparison.Ordinal), leaving, "UPDATE"))).Allowed);
    }

    [Fact]
    public async Task ObjectThatOnlyClaimsToBeOnItsWayOut_IsJudged()
    {
        var claiming = Bodies.Pod(Bad).Replace("\"creationTimestamp\":null", "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"", StringComparison.Ordinal);

        Assert.False((await AskAsync(Bodies.AdmissionReview("Pod", claiming))).Allowed);
        Assert.False((await AskAsync(Bodies.AdmissionReview("Pod", claiming, Bodies.Pod("busybox"), "UPDATE"))).Allowed);
    }

    [Theory]
    [InlineData("null", "request.object is missing")]
    [InlineData("7", "request.object: the object is not an object")]
    [InlineData("{}", "request.object: spec.containers names no container")]
    [InlineData("""{"spec":{"containers":[]}}""", "request.object: spec.containers names no container")]
    [InlineData("""{"spec":{"containers":[null]}}""", "request.object: spec.containers[0] is null")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":[]}]}}""", "request.object: spec.containers[0].image is not a string")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"busybox"}]},"spec":{"containers":[{"name":"a","image":"evil.com/x"}]}}""", "request.object: spec appears twice")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"busybox","image":"evil.com/x"}]}}""", "request.object: spec.containers[0].image appears twice")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"busybox"}],"volumes":[{"name":"v","image":"x"}]}}""", "request.object: spec.volumes[0].image is not an object")]
    public async Task PodOfTheWrongShape_IsRefusedAsInvalid(string pod, string problem)
    {
        var answer = await AskAsync(Bodies.AdmissionReview("Pod", pod));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Allowed);
        Assert.Equal("the review could not be decided: " + problem, answer.Reason);
        Assert.Equal(422, answer.Json.GetProperty("response").GetProperty("status").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1beta1","request":{"uid":"u","kind":{"kind":"Pod"},"object":{"spec":""", "the body is not valid JSON (line 1, byte 127)", "admission.k8s.io/v1beta1")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v2","request":{"uid":"u","kind":{"kind":"Pod"}}}""", "the body is AdmissionReview of admission.k8s.io/v2, not AdmissionReview of admission.k8s.io/v1 or admission.k8s.io/v1beta1", "admission.k8s.io/v1")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u","uid":"v"}}""", "request.uid comes twice", "admission.k8s.io/v1")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u"}}""", "request.kind is missing", "admission.k8s.io/v1")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u","kind":{"kind":"Pod"},"object":{"sp\ud800c":1}}}""", "a field name is not valid Unicode", "admission.k8s.io/v1")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u","operation":7}}""", "request.operation is not a string", "admission.k8s.io/v1")]
    public async Task BrokenReviewWithAUid_IsRefusedUnderThatUid(string body, string problem, string apiVersion)
    {
        var answer = await AskAsync(body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Allowed);
        Assert.Equal("the review could not be decided: " + problem, answer.Reason);
        Assert.Equal("u", answer.Json.GetProperty("response").GetProperty("uid").GetString());
        Assert.Equal(400, answer.Json.GetProperty("response").GetProperty("status").GetProperty("code").GetInt32());
        Assert.Equal(apiVersion, answer.Json.GetProperty("apiVersion").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}""")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":""}}""")]
    public async Task BrokenReviewWithoutAUid_IsAnHttpError(string body)
    {
        var answer = await AskAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("BadRequest", answer.Json.GetProperty("reason").GetString());
        Assert.StartsWith("the review could not be decided: ", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongTypeWithoutAUid_IsUnsupported()
    {
        using var content = new StringContent("<review/>", System.Text.Encoding.UTF8, "application/xml");
        using var response = await _webhook.Client.PostAsync("/", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task BodyOfEightMebibytes_IsTooLarge()
    {
        var answer = await AskAsync(Bodies.AdmissionReview("Pod", Bodies.Pod(new string('a', 8 * 1024 * 1024))));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("the review could not be decided: the body is larger than 7 MiB", answer.Json.GetProperty("message").GetString());
    }

    [Fact]
    public async Task WarnRules_BecomeWarnings()
    {
        await using var webhook = await RunningWebhook.StartWithPolicyAsync(
            """
            apiVersion: bouncer.dev/v1alpha1
            kind: ImagePolicy
            metadata: {name: trial}
            spec:
              default: allow
              rules:
              - {name: no-latest, enforcement: warn, deny: {tags: [latest]}}
            """);

        var answer = await webhook.PostAsync("/", Bodies.AdmissionReview("Pod", Bodies.Pod("busybox", "busybox:1")));

        Assert.True(answer.Allowed);
        Assert.Equal(
            ["spec.containers[0].image (c0): image \"busybox\" (docker.io/library/busybox:latest) is denied by rule \"no-latest\" (tag latest); write another tag, or a digest"],
            answer.Json.GetProperty("response").GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
    }

    [Fact]
    public async Task ManyWarnings_AreCounted()
    {
        await using var webhook = await RunningWebhook.StartWithPolicyAsync(
            """
            apiVersion: bouncer.dev/v1alpha1
            kind: ImagePolicy
            metadata: {name: trial}
            spec:
              default: allow
              rules:
              - {name: no-latest, enforcement: warn, deny: {tags: [latest]}}
            """);

        var answer = await webhook.PostAsync("/", Bodies.AdmissionReview("Pod", Bodies.Pod([.. Enumerable.Repeat("busybox", 1000)])));

        var warnings = answer.Json.GetProperty("response").GetProperty("warnings").EnumerateArray().Select(w => w.GetString()).ToArray();
        Assert.Equal(21, warnings.Length);
        Assert.Equal("and 980 more", warnings[^1]);
    }

    private Task<Answer> AskAsync(string body) => _webhook.PostAsync("/?timeout=10s", body);
}
