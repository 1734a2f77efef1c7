using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Bouncer.AppHost.Tests;

/// <summary>gatekeeper-adapter as the AppHost runs it without a cluster: with the template and the constraint of the walk-through.</summary>
public class GatekeeperTests(AppHostFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pod_WithAnImageOfDockerHub_IsAdmitted()
        => Assert.True((bool?)(await ReviewAsync("docker.io/library/busybox"))["allowed"]);

    [Theory]
    [InlineData("registry.example.com/busybox")]
    [InlineData("docker.io.evil.com/library/busybox")]
    public async Task Pod_WithAnotherImage_IsRefused_InTheConstraintsName(string image)
    {
        var response = await ReviewAsync(image);

        Assert.False((bool?)response["allowed"]);
        Assert.Equal(403, (int?)response["status"]?["code"]);
        Assert.Equal(
            $"[whitelist-dockerhub] container \"main\" has image \"{image}\"; allowed is what begins with one of [\"docker.io/\"]",
            (string?)response["status"]?["message"]);
    }

    [Fact]
    public async Task Management_IsPlainHttp()
    {
        using var client = fixture.App.CreateHttpClient("gatekeeper-adapter", "management");

        using var response = await client.GetAsync("/readyz", Cancelled);

        Assert.Equal("http", client.BaseAddress?.Scheme);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<JsonNode> ReviewAsync(string image)
    {
        var kind = new JsonObject { ["group"] = "", ["version"] = "v1", ["kind"] = "Pod" };
        var review = new JsonObject
        {
            ["apiVersion"] = "admission.k8s.io/v1",
            ["kind"] = "AdmissionReview",
            ["request"] = new JsonObject
            {
                ["uid"] = "1",
                ["kind"] = kind,
                ["resource"] = new JsonObject { ["group"] = "", ["version"] = "v1", ["resource"] = "pods" },
                ["operation"] = "CREATE",
                ["namespace"] = "default",
                ["object"] = new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Pod",
                    ["metadata"] = new JsonObject { ["name"] = "busybox", ["namespace"] = "default" },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = image }) },
                },
            },
        };

        using var answer = await fixture.Gatekeeper.PostAsJsonAsync("/v1/admit", review, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["response"]!;
    }
}
