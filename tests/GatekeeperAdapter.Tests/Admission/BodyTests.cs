using System.Net;
using Bouncer.GatekeeperAdapter.Tests.Support;

namespace Bouncer.GatekeeperAdapter.Tests.Admission;

/// <summary>What is answered to bodies that are no reviews, or try to be two.</summary>
public sealed class BodyTests : IAsyncLifetime
{
    private RunningAdapter _adapter = null!;

    public async ValueTask InitializeAsync()
        => _adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()));

    public ValueTask DisposeAsync() => _adapter.DisposeAsync();

    [Theory]
    [InlineData("{", "the review could not be decided: the body is not valid JSON (line 1, byte 2)")]
    [InlineData("[]", "the review could not be decided: the body is not an object")]
    [InlineData("{}", "the review could not be decided: the body is of no kind, not AdmissionReview of admission.k8s.io/v1 or admission.k8s.io/v1beta1")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}""", "the review could not be decided: request is missing")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":7}}""", "the review could not be decided: request.uid is not a string")]
    public async Task BodyWithoutUid_IsAnHttpError(string body, string message)
    {
        var answer = await _adapter.AdmitAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(message, answer.Message);
    }

    [Fact]
    public async Task OtherContentType_Is415OnlyWithoutAUid()
    {
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _adapter.AdmitAsync("hello", type: "text/plain")).StatusCode);
        Assert.True((await _adapter.AdmitAsync(Reviews.OfPod(), type: "text/plain")).Allowed);
    }

    [Fact]
    public async Task BodyOverTheLimit_Is413()
    {
        var answer = await _adapter.AdmitAsync(Reviews.OfPod(new string('x', 7 * 1024 * 1024)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("the review could not be decided: the body is larger than 7 MiB", answer.Message);
    }

    [Theory]
    [InlineData("\"operation\":\"CREATE\"", "\"operation\":\"PATCH\"", "request.operation is not CREATE, UPDATE, DELETE or CONNECT")]
    [InlineData("\"dryRun\":false", "\"dryRun\":\"no\"", "request.dryRun is not true or false")]
    [InlineData("\"oldObject\":null", "\"oldObject\":[]", "request.oldObject is not an object")]
    [InlineData("\"kind\":\"Pod\"},\"resource\"", "\"kind\":\"\"},\"resource\"", "request.kind is missing")]
    public async Task ReviewThatIsWrong_IsRefusedByItsUid(string right, string wrong, string problem)
    {
        var body = Reviews.OfPod();
        Assert.Contains(right, body, StringComparison.Ordinal);

        var answer = await _adapter.AdmitAsync(body.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Allowed);
        Assert.Equal(Reviews.Uid, answer.Response.GetProperty("uid").GetString());
        Assert.Equal(400, answer.Code);
        Assert.Equal($"the review could not be decided: {problem}", answer.Message);
    }

    [Fact]
    public async Task BodyThatBreaksOffBehindItsUid_IsRefusedByIt()
    {
        var body = Reviews.OfPod();

        var answer = await _adapter.AdmitAsync(body[..^20]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Allowed);
        Assert.Equal(Reviews.Uid, answer.Response.GetProperty("uid").GetString());
        Assert.StartsWith("the review could not be decided: the body is not valid JSON", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ObjectThatNestsTooDeeply_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 2000)) + string.Concat(Enumerable.Repeat("]", 2000));

        var answer = await _adapter.AdmitAsync(Reviews.Of("Pod", $$"""{"apiVersion":"v1","kind":"Pod","x":{{deep}}}"""));

        Assert.False(answer.Allowed);
        Assert.StartsWith("the review could not be decided: the body is nested ", answer.Message, StringComparison.Ordinal);
    }

    /// <summary>Of doubled fields the last counts, for the answer and for the judgement: nobody is told one thing and judged by another.</summary>
    [Fact]
    public async Task DoubledFields_CountByTheirLastForAll()
    {
        var containers = """ "containers":[{"name":"main","image":"evil.com/x"}],"containers":[{"name":"main","image":"docker.io/y"}] """;
        var pod = $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"thing"},"spec":{ {{containers}} } }""";
        var good = await _adapter.AdmitAsync(Reviews.Of("Pod", pod));
        var bad = await _adapter.AdmitAsync(Reviews.Of("Pod", Reviews.Pod("docker.io/y")).Replace(
            "\"oldObject\"", $"\"object\":{Reviews.Pod("evil.com/x")},\"uid\":\"other\",\"oldObject\"", StringComparison.Ordinal));

        Assert.True(good.Allowed);
        Assert.False(bad.Allowed);
        Assert.Equal("other", bad.Response.GetProperty("uid").GetString());
        Assert.Equal("[repos] evil.com/x is not from an allowed repository", bad.Message);
    }
}
