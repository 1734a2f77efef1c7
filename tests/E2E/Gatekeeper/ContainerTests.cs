using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Bouncer.E2E.AdmissionReviews;
using Bouncer.E2E.Cluster;
using k8s.Models;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>Every container of a Pod is judged, by the walk-through's template: those that begin, and those that come later.</summary>
public sealed class ContainerTests(ClusterFixture cluster) : GatekeeperTest(cluster, "E2eContainers")
{
    private const string Sample = """
        violation[{"msg": msg}] {
          container := containers[_]
          not startswith(container.image, "docker.io/")
          msg := sprintf("container %v has image %v", [container.name, container.image])
        }

        containers[container] {
          list := {"containers", "initContainers", "ephemeralContainers"}[_]
          container := input.review.object.spec[list][_]
        }

        containers[container] {
          container := input.review.object.ephemeralContainers[_]
        }
        """;

    [Fact]
    public async Task InitContainers_AreJudged()
    {
        await ApplyAsync();
        var pod = TestNamespace.Pod("pod", Good);
        pod.Spec.InitContainers = [new V1Container { Name = "init", Image = Bad }];

        var refusal = await Namespace.TryCreatePodAsync(pod);

        Assert.Equal(HttpStatusCode.Forbidden, refusal?.Status);
        Assert.Equal(Denied(Namespace.Name, $"container init has image {Bad}"), refusal?.Message);
    }

    [Fact]
    public async Task SeveralContainers_AreNamedTogether_InOneOrder()
    {
        await ApplyAsync();

        var refusal = await Namespace.TryCreatePodAsync(TestNamespace.Pod("pod", "quay.io/b", Good, Bad));

        Assert.Equal(
            Denied(Namespace.Name, $"container c0 has image quay.io/b\n[{Namespace.Name}] container c2 has image {Bad}"), refusal?.Message);
    }

    /// <summary>As this API server has them asked about: before 1.22 as a list of their own kind, since then as the Pod.</summary>
    [Fact]
    public async Task EphemeralContainers_AreJudged()
    {
        await ApplyAsync();
        Assert.Null(await Namespace.TryCreatePodAsync(Good));

        var (refusedStatus, refusal) = await EphemeralContainers.AddAsync(Cluster, Namespace, "debug", Bad, Deadline);
        var (admittedStatus, _) = await EphemeralContainers.AddAsync(Cluster, Namespace, "debug", Good, Deadline);

        Assert.Equal(HttpStatusCode.Forbidden, refusedStatus);
        Assert.Contains(Denied(Namespace.Name, $"container debug has image {Bad}").Replace("\"", "\\\"", StringComparison.Ordinal), refusal, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, admittedStatus);
    }

    /// <summary>The requests of API servers that this one is not, as they were recorded.</summary>
    [Theory]
    [InlineData("""{"group":"","version":"v1","kind":"Pod"}""", """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod","namespace":"NAMESPACE"},"spec":{"containers":[{"name":"main","image":"docker.io/library/busybox"}],"ephemeralContainers":[{"name":"debug","image":"IMAGE","targetContainerName":"main"}]}}""")]
    [InlineData("""{"group":"","version":"v1","kind":"EphemeralContainers"}""", """{"apiVersion":"v1","kind":"EphemeralContainers","metadata":{"name":"pod","namespace":"NAMESPACE"},"ephemeralContainers":[{"name":"debug","image":"IMAGE","targetContainerName":"main"}]}""")]
    public async Task EphemeralContainers_AreJudgedInEitherShape(string kind, string container)
    {
        await ApplyAsync();

        var refused = await AskAsync(kind, container, Bad);
        var admitted = await AskAsync(kind, container, Good);

        Assert.False((bool?)refused["allowed"]);
        Assert.Equal(403, (int?)refused["status"]?["code"]);
        Assert.Equal($"[{Namespace.Name}] container debug has image {Bad}", (string?)refused["status"]?["message"]);
        Assert.True((bool?)admitted["allowed"], admitted.ToJsonString());
    }

    private async Task ApplyAsync()
    {
        await ApplyTemplateAsync(Template(Sample, parameters: "unused: {type: string}"));
        await ApplyConstraintAsync(Constraint(spec: "enforcementAction: deny").Replace("[Pod]", "[Pod, EphemeralContainers]", StringComparison.Ordinal));
    }

    private async Task<JsonNode> AskAsync(string kind, string container, string image)
    {
        var @object = container.Replace("NAMESPACE", Namespace.Name, StringComparison.Ordinal).Replace("IMAGE", image, StringComparison.Ordinal);
        var review = $$$"""
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","kind":{{{kind}}},"requestKind":{{{kind}}},
            "resource":{"group":"","version":"v1","resource":"pods"},"requestResource":{"group":"","version":"v1","resource":"pods"},
            "subResource":"ephemeralcontainers","requestSubResource":"ephemeralcontainers","name":"pod","namespace":"{{{Namespace.Name}}}","operation":"UPDATE",
            "userInfo":{"username":"admin","groups":["system:masters","system:authenticated"]},"dryRun":false,"options":{"kind":"UpdateOptions","apiVersion":"meta.k8s.io/v1"},
            "object":{{{@object}}},"oldObject":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod","namespace":"{{{Namespace.Name}}}"},"spec":{"containers":[{"name":"main","image":"{{{Good}}}"}]}} }}
            """;
        using var client = Cluster.Gatekeeper.CreateClient();
        using var answer = await client.PostAsync("/v1/admit?timeout=3s", new StringContent(review, Encoding.UTF8, "application/json"), Deadline);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Deadline))!["response"]!;
    }
}
