using System.Text.Json.Nodes;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using k8s;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>What was there before a constraint is found by the audit, and stands in the constraint's status.</summary>
public sealed class AuditTests(ClusterFixture cluster) : GatekeeperTest(cluster, SharedKind)
{
    [Fact]
    public async Task PodsThatWereThereBefore_StandInTheStatus_UntilTheyAreGone()
    {
        Assert.Null(await Namespace.TryCreatePodAsync(Bad, "old"));
        Assert.Null(await Namespace.TryCreatePodAsync(Good, "good"));
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint());

        var status = await UntilAuditedAsync(violations: 1);

        Assert.NotNull(status["auditTimestamp"]);
        var violation = Assert.Single(status["violations"]!.AsArray())!;
        Assert.Equal("old", (string?)violation["name"]);
        Assert.Equal(Namespace.Name, (string?)violation["namespace"]);
        Assert.Equal("Pod", (string?)violation["kind"]);
        Assert.Equal("deny", (string?)violation["enforcementAction"]);
        Assert.Equal($"image {Bad} is not allowed", (string?)violation["message"]);
        Assert.Contains("deny", (await Namespace.KubectlAsync("get", Kind.ToLowerInvariant(), Namespace.Name)).Output, StringComparison.Ordinal);

        await Cluster.Client.CoreV1.DeleteNamespacedPodAsync("old", Namespace.Name, gracePeriodSeconds: 0, cancellationToken: Deadline);

        Assert.Null((await UntilAuditedAsync(violations: 0))["violations"]);
    }

    private async Task<JsonNode> UntilAuditedAsync(int violations)
    {
        JsonNode? status = null;
        await Eventually.HoldsAsync(
            async () => (int?)(status = (await GetConstraintAsync(Kind, Namespace.Name))["status"])?["totalViolations"] == violations,
            $"an audit that finds {violations}",
            Deadline);
        return status!;
    }
}
