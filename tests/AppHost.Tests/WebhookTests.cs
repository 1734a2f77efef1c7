using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Bouncer.AppHost.Tests;

/// <summary>The Webhook as the AppHost runs it: over TLS, with the development certificates.</summary>
public class WebhookTests(AppHostFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("docker.io/library/busybox")]
    [InlineData("busybox")]
    [InlineData("gcr.io/google-containers/pause:3.2")]
    public async Task Image_OfAnAllowedRegistry_IsAllowed(string image)
    {
        var status = await ReviewAsync(image);

        Assert.True((bool?)status["allowed"], status.ToJsonString());
    }

    [Theory]
    [InlineData("quay.io/prometheus/busybox")]
    [InlineData("docker.io.evil.com/library/busybox")]
    public async Task Image_OfAnotherRegistry_IsRefused_WithAReason(string image)
    {
        var status = await ReviewAsync(image);

        Assert.False((bool?)status["allowed"], status.ToJsonString());
        Assert.Contains(image, (string?)status["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Management_IsPlainHttp()
    {
        using var client = fixture.App.CreateHttpClient("image-bouncer-webhook", "management");

        using var response = await client.GetAsync("/readyz", Cancelled);

        Assert.Equal("http", client.BaseAddress?.Scheme);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Certificate_IsTrustedOnlyByThoseWhoTrustTheDevelopmentAuthority()
    {
        using var stranger = new HttpClient { BaseAddress = fixture.Admission.BaseAddress };

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync("/image_policy", Cancelled));

        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
    }

    private async Task<JsonNode> ReviewAsync(string image)
    {
        var review = new JsonObject
        {
            ["apiVersion"] = "imagepolicy.k8s.io/v1alpha1",
            ["kind"] = "ImageReview",
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["image"] = image }), ["namespace"] = "default" },
        };

        using var response = await fixture.Admission.PostAsJsonAsync("/image_policy", review, Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
        Assert.Equal("ImageReview", (string?)answer?["kind"]);
        return answer!["status"]!;
    }
}
