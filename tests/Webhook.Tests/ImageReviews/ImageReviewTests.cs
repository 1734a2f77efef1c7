using System.Net;
using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests.ImageReviews;

/// <summary><c>POST /image_policy</c> over the wire, with docker.io and gcr.io allowed.</summary>
public sealed class ImageReviewTests : IAsyncLifetime
{
    private RunningWebhook _webhook = null!;

    public async ValueTask InitializeAsync() => _webhook = await RunningWebhook.StartAsync();

    public ValueTask DisposeAsync() => _webhook.DisposeAsync();

    [Theory]
    [InlineData("busybox")]
    [InlineData("library/busybox")]
    [InlineData("docker.io/busybox")]
    [InlineData("docker.io/library/busybox")]
    [InlineData("index.docker.io/library/busybox:1.36")]
    [InlineData("gcr.io/google-containers/pause:3.2")]
    [InlineData("GCR.IO/google-containers/pause:3.2")]
    [InlineData("docker.io:443/library/busybox")]
    public async Task ImageOfListedRegistry_IsAllowed(string image)
    {
        var answer = await AskAsync(image);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.ContentType);
        Assert.True(answer.Allowed);
        Assert.Equal("", answer.Reason);
        Assert.Equal("registry-whitelist", answer.AuditAnnotations["rules"]);
    }

    [Theory]
    [InlineData("quay.io/prometheus/busybox", "quay.io/prometheus/busybox:latest")]
    [InlineData("docker.io.evil.com/busybox", "docker.io.evil.com/busybox:latest")]
    [InlineData("evil.com/docker.io/busybox", "evil.com/docker.io/busybox:latest")]
    [InlineData("docker.io:5000/x", "docker.io:5000/x:latest")]
    [InlineData("DOCKER.IO.EVIL.COM/busybox", "docker.io.evil.com/busybox:latest")]
    [InlineData("xdocker.io/busybox", "xdocker.io/busybox:latest")]
    [InlineData("gcr.io.:443/x", null)]
    [InlineData("localhost:5000/docker.io/busybox", "localhost:5000/docker.io/busybox:latest")]
    [InlineData("[::1]:5000/gcr.io/x", "[::1]:5000/gcr.io/x:latest")]
    public async Task ImageOfUnlistedRegistry_IsRefusedWithReason(string image, string? normal)
    {
        var answer = await AskAsync(image);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Allowed);
        if (normal is not null)
        {
            Assert.Equal($"image \"{image}\" ({normal}) is not allowed by rule \"registry-whitelist\"; allowed are docker.io, gcr.io", answer.Reason);
        }
    }

    [Theory]
    [InlineData("docker.io./library/busybox", "the registry has an empty part at position 10; dots may not lead, trail or double")]
    [InlineData("docker.io%2fbusybox", "the repository has '%' at position 9, where only a-z, 0-9, '.', '_', '-' and '/' may stand")]
    [InlineData("docker.io/busybox\0", "the repository has U+0000 at position 17, where only a-z, 0-9, '.', '_', '-' and '/' may stand")]
    [InlineData("d\u043ecker.io/busybox", "the registry has U+043E at position 1, where only letters, digits, '-' and '.' may stand")]
    [InlineData("docker.io/Busybox", "the repository has the upper-case letter 'B' at position 10; repositories are lower case")]
    [InlineData("docker.io/busybox ", "the repository has a space at position 17, where only a-z, 0-9, '.', '_', '-' and '/' may stand")]
    [InlineData("", "the image is empty")]
    public async Task WhatIsNoReference_IsRefusedWithThePlace(string image, string problem)
    {
        var answer = await AskAsync(image);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Allowed);
        Assert.EndsWith("is not a valid image reference; " + problem, answer.Reason, StringComparison.Ordinal);
        Assert.True(answer.Reason.All(c => c is >= ' ' and <= '~'), "a reason must not carry what could break a terminal");
    }

    [Fact]
    public async Task SeveralBadImages_AreNamedTogether()
    {
        var answer = await AskAsync("busybox", "quay.io/a", "evil.com/b:1", "Bad");

        Assert.False(answer.Allowed);
        Assert.Equal(
            """
            image "quay.io/a" (quay.io/a:latest) is not allowed by rule "registry-whitelist"; allowed are docker.io, gcr.io
            image "evil.com/b:1" is not allowed by rule "registry-whitelist"; allowed are docker.io, gcr.io
            image "Bad" is not a valid image reference; the repository has the upper-case letter 'B' at position 0; repositories are lower case
            """,
            answer.Reason);
        Assert.Equal("image-reference,registry-whitelist", answer.AuditAnnotations["rules"]);
    }

    [Fact]
    public async Task Answer_CarriesKindAndVersion()
    {
        var answer = await AskAsync("busybox");

        Assert.Equal("ImageReview", answer.Json.GetProperty("kind").GetString());
        Assert.Equal("imagepolicy.k8s.io/v1alpha1", answer.Json.GetProperty("apiVersion").GetString());
        Assert.Matches("^[0-9a-f]{12}-[0-9a-f]+$", answer.AuditAnnotations["decision-id"]);
        Assert.Matches("^[0-9a-f]{12}$", answer.AuditAnnotations["policy-version"]);
    }

    public static TheoryData<string, string> BrokenBodies() => new()
    {
        { "", "the body is not valid JSON (line 1, byte 1)" },
        { "{", "the body is not valid JSON (line 1, byte 2)" },
        { "not json", "the body is not valid JSON (line 1, byte 2)" },
        { "null", "the body is null" },
        { "[]", "the body is not an object" },
        { "{}", "the body is of no kind, not ImageReview of imagepolicy.k8s.io/v1alpha1" },
        { """{"kind":"Pod","apiVersion":"v1"}""", "the body is Pod of v1, not ImageReview of imagepolicy.k8s.io/v1alpha1" },
        { """{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1"}""", "the body is ImageReview of imagepolicy.k8s.io/v1, not ImageReview of imagepolicy.k8s.io/v1alpha1" },
        { Review("""{"containers":null}"""), "spec.containers names no image" },
        { Review("""{"containers":[]}"""), "spec.containers names no image" },
        { Review("null"), "spec is missing" },
        { Review("7"), "spec is not an object" },
        { Review("""{"containers":{}}"""), "spec.containers is not a list" },
        { Review("""{"containers":[{"image":"busybox"},null]}"""), "spec.containers[1] is null" },
        { Review("""{"containers":["busybox"]}"""), "spec.containers[0] is not an object" },
        { Review("""{"containers":[{"image":7}]}"""), "spec.containers[0].image is not a string" },
        { Review("""{"containers":[{"image":"\ud800"}]}"""), "spec.containers[0].image is not valid Unicode" },
        { Review("""{"containers":[{"im\ud800ge":"busybox"}]}"""), "a field name is not valid Unicode" },
        { Review("""{"containers":[{"image":"busybox","image":"evil.com/x"}]}"""), "spec.containers[0].image comes twice" },
        { Review("""{"containers":[{"image":"busybox"}],"containers":[{"image":"evil.com/x"}]}"""), "spec.containers comes twice" },
        { Review("""{"containers":[{"image":"busybox"}],"annotations":[]}"""), "spec.annotations is not an object" },
        { Review("""{"containers":[{"image":"busybox"}]}""") + "{}", "the body is not valid JSON (line 1, byte 111)" },
        { new string('[', 1000), "the body is not an object" },
        { "{\"x\":" + new string('[', 1000) + new string(']', 1000) + "}", "the body is nested deeper than 512 levels (line 1, byte 517)" },
    };

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task BrokenBody_IsRefusedAndNotFailed(string body, string problem)
    {
        var answer = await _webhook.PostAsync("/image_policy", body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Allowed);
        Assert.Equal("the review could not be decided: " + problem, answer.Reason);
    }

    [Fact]
    public async Task DepthWithinTheLimit_IsDecided()
    {
        var body = Bodies.ImageReview("busybox").Replace(
            "\"metadata\":{", $"\"metadata\":{{\"x\":{new string('[', 509)}{new string(']', 509)},", StringComparison.Ordinal);

        Assert.True((await _webhook.PostAsync("/image_policy", body)).Allowed);
    }

    [Fact]
    public async Task UnknownFields_AreSkipped()
    {
        var answer = await _webhook.PostAsync(
            "/image_policy?timeout=30s",
            """{"future":{"a":[1,{"b":null}]},"spec":{"containers":[{"image":"busybox","digest":"new"}],"new":1,"namespace":"default"},"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview"}""");

        Assert.True(answer.Allowed);
    }

    [Fact]
    public async Task BodyOfEightMebibytes_IsRefusedAsTooLarge()
    {
        var answer = await _webhook.PostAsync("/image_policy", Bodies.ImageReview(new string('a', 8 * 1024 * 1024)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.False(answer.Allowed);
        Assert.Equal("the review could not be decided: the body is larger than 7 MiB", answer.Reason);
    }

    [Fact]
    public async Task BodyOfAlmostSevenMebibytes_IsDecided()
    {
        var answer = await _webhook.PostAsync("/image_policy", Bodies.ImageReview(new string('a', (7 * 1024 * 1024) - 500)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("at most 255 are allowed", answer.Reason, StringComparison.Ordinal);
        Assert.True(answer.Body.Length < 4096, "a hostile image must not come back at full length");
    }

    [Fact]
    public async Task BodyWithoutJsonContentType_IsDecidedAllTheSame()
    {
        using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(Bodies.ImageReview("busybox")));
        using var response = await _webhook.Client.PostAsync("/image_policy", content, TestContext.Current.CancellationToken);

        Assert.True((await Answer.ReadAsync(response)).Allowed);
    }

    [Theory]
    [InlineData("GET", "/image_policy", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/other", HttpStatusCode.NotFound)]
    [InlineData("GET", "/metrics", HttpStatusCode.NotFound)]
    [InlineData("GET", "/readyz", HttpStatusCode.NotFound)]
    public async Task WrongMethodOrPath_IsAnHttpError(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Version = HttpVersion.Version20 };
        using var response = await _webhook.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.MethodNotAllowed ? ["POST"] : [], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/image_policy/")]
    [InlineData("/IMAGE_Policy")]
    [InlineData("/image_policy?timeout=30s")]
    [InlineData("/image%5Fpolicy")]
    public async Task PathSpeltAnotherWay_IsTheSamePath(string path)
        => Assert.True((await _webhook.PostAsync(path, Bodies.ImageReview("busybox"))).Allowed);

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task BothHttpVersions_AreSpoken(string version)
    {
        using var client = _webhook.CreateClient(version: Version.Parse(version));

        Assert.True((await _webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox"), client)).Allowed);
    }

    [Fact]
    public async Task SameReview_GetsTheSameWords()
    {
        var first = await AskAsync("evil.com/a", "Bad", "evil.com/b");
        var second = await AskAsync("evil.com/a", "Bad", "evil.com/b");

        Assert.Equal(first.Reason, second.Reason);
        Assert.NotEqual(first.AuditAnnotations["decision-id"], second.AuditAnnotations["decision-id"]);
    }

    private static string Review(string spec)
        => $$"""{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","spec":{{spec}} }""";

    private Task<Answer> AskAsync(params string[] images) => _webhook.PostAsync("/image_policy?timeout=30s", Bodies.ImageReview(images));
}
