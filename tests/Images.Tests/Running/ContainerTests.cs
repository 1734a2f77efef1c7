using System.Text.Json;
using Bouncer.Images.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.Images.Tests.Running;

/// <summary>The images run, where there is an engine.</summary>
public sealed class ContainerTests
{
    [Fact]
    public async Task Webhook_RunsWithTheArgumentsOfItsDeployment()
    {
        await Docker.RequireAsync();
        await using var webhook = await ServiceContainer.StartAsync(
            Service.Webhook,
            "/etc/admission-controller/tls",
            "/etc/bouncer",
            new() { ["policy.yaml"] = Service.Manifest("webhook", "policy.yaml") },
            ServiceContainer.ArgumentsOf(Service.Webhook));
        await webhook.ReadyAsync();

        var allowed = await webhook.AskAsync(1323, "/image_policy", ImageReview("busybox"));
        var refused = await webhook.AskAsync(1323, "/image_policy", ImageReview("registry.example.com/busybox"));

        Assert.True(Status(allowed).GetProperty("allowed").GetBoolean(), allowed);
        Assert.False(Status(refused).GetProperty("allowed").GetBoolean(), refused);
        Assert.Contains("registry.example.com/busybox", Status(refused).GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("0", await webhook.StopAsync());
    }

    [Fact]
    public async Task Adapter_RunsWithTemplatesOfAFolder()
    {
        await Docker.RequireAsync();
        var sample = Path.Combine(Repository.Root, "samples", "allowed-repos");
        await using var adapter = await ServiceContainer.StartAsync(
            Service.Adapter,
            "/certs",
            "/policies",
            new[] { "template.yaml", "constraint.yaml" }.ToDictionary(file => file, file => File.ReadAllText(Path.Combine(sample, file))),
            // There is no cluster to take them from.
            ServiceContainer.ArgumentsOf(Service.Adapter).Select(a => a == "--state=cluster" ? "--policies=/policies" : a));
        await adapter.ReadyAsync();

        var allowed = await adapter.AskAsync(8443, "/v1/admit", AdmissionReview("docker.io/library/busybox"));
        var refused = await adapter.AskAsync(8443, "/v1/admit", AdmissionReview("registry.example.com/busybox"));

        Assert.True(Response(allowed).GetProperty("allowed").GetBoolean(), allowed);
        Assert.False(Response(refused).GetProperty("allowed").GetBoolean(), refused);
        Assert.Contains("[whitelist-dockerhub]", Response(refused).GetProperty("status").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("0", await adapter.StopAsync());
    }

    private static JsonElement Status(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("status");

    private static JsonElement Response(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("response");

    private static string ImageReview(string image)
        => $$$"""{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","spec":{"containers":[{"image":"{{{image}}}"}],"namespace":"default"}}""";

    private static string AdmissionReview(string image)
        => $$$"""
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002",
            "kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},
            "name":"thing","namespace":"default","operation":"CREATE","userInfo":{"username":"kubernetes-admin"},
            "object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"thing","namespace":"default"},
            "spec":{"containers":[{"name":"main","image":"{{{image}}}"}]}} } }
            """;
}
