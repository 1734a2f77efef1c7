using System.Net;
using System.Text.Json;
using Bouncer.GatekeeperAdapter.Audit;
using Bouncer.GatekeeperAdapter.Cluster;
using Bouncer.KubernetesApi;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.GatekeeperAdapter.Tests.Support;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Bouncer.GatekeeperAdapter.Tests.Audit;

/// <summary>The audit of a real cluster, by the whole service.</summary>
public class ClusterAuditTests(RealCluster cluster) : IClassFixture<RealCluster>
{
    private static readonly ApiResource s_maps = new("", "v1", "configmaps");
    private static readonly ApiResource s_leases = new("coordination.k8s.io", "v1", "leases");

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsInTheCluster_IsAudited_AndStatusesAndMetricsTellOfIt()
    {
        await CreateNamespaceAsync("gatekeeper-system");
        await CreateNamespaceAsync("audited");
        await cluster.CreateAsync(s_maps, "{apiVersion: v1, kind: ConfigMap, metadata: {name: bad-b, labels: {bad: 'yes'}}}", "audited");
        await cluster.CreateAsync(s_maps, "{apiVersion: v1, kind: ConfigMap, metadata: {name: bad-a, labels: {bad: 'yes'}}}", "audited");
        await cluster.CreateAsync(s_maps, "{apiVersion: v1, kind: ConfigMap, metadata: {name: good}}", "audited");
        await using var first = await StartAsync("first");
        await RealCluster.Eventually("the first replica is ready", () => first.State.Readiness.IsReady);
        await cluster.ApplyTemplateAsync("AuditedLabel", "violation[{\"msg\": msg}] { input.review.object.metadata.labels.bad; msg := sprintf(\"%v is bad\", [input.review.object.metadata.name]) }");
        var constraints = GatekeeperResources.Constraints("AuditedLabel");
        await RealCluster.Eventually(
            "the kind of the constraint", async () => (await cluster.Client.KindsAsync(constraints.Group, constraints.Version, Deadline)).Any(k => k.Kind == "AuditedLabel"));
        await cluster.CreateAsync(constraints, """
            apiVersion: constraints.gatekeeper.sh/v1beta1
            kind: AuditedLabel
            metadata: {name: no-bad}
            spec:
              match: {kinds: [{apiGroups: ["*"], kinds: [ConfigMap]}]}
            """);
        await RealCluster.Eventually("the constraint in force", () => first.State.Constraints.Snapshot.Constraints.Count == 1);
        await RealCluster.Eventually("a leader", async () => (await first.GetManagementAsync("/audit")).Contains("\"state\":\"leading\"", StringComparison.Ordinal));

        var summary = await RunAsync(first);

        Assert.Equal("complete", summary.GetProperty("outcome").GetString());
        var status = (RegoObject)(await cluster.FindAsync(constraints, "no-bad"))!.At("status")!;
        Assert.Equal(summary.GetProperty("auditId").GetString(), status.TextAt("auditTimestamp"));
        Assert.Equal(2, status.NumberAt("totalViolations"));
        Assert.Equal(
            """[{"enforcementAction":"deny","group":"","kind":"ConfigMap","message":"bad-a is bad","name":"bad-a","namespace":"audited","version":"v1"},{"enforcementAction":"deny","group":"","kind":"ConfigMap","message":"bad-b is bad","name":"bad-b","namespace":"audited","version":"v1"}]""",
            RegoJson.ToJson(status.At("violations")!));
        Assert.Matches(
            "(?m)^gatekeeper_violations\\{[^}]*enforcement_action=\"deny\"[^}]*\\} 2( [0-9]+)?$", await first.GetManagementAsync("/metrics"));
        await RealCluster.Eventually(
            "the number of violations, for listings",
            () => first.Services.GetRequiredService<IAuditTotals>().Totals().GetValueOrDefault(("auditedlabel", "no-bad")) == 2);

        // Another replica takes over what the first gives back, and finds what has changed since.
        await using var second = await StartAsync("second");
        await RealCluster.Eventually("the second replica is ready", () => second.State.Readiness.IsReady);
        await cluster.Client.DeleteAsync(s_maps, "audited", "bad-a", "", Deadline);
        await cluster.Client.DeleteAsync(s_maps, "audited", "bad-b", "", Deadline);
        using (var refused = await second.ManagementClient.PostAsync("/audit/run", null, Deadline))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        }

        await first.StopAsync();
        await RealCluster.Eventually("the second leads", async () => (await second.GetManagementAsync("/audit")).Contains("\"state\":\"leading\"", StringComparison.Ordinal));
        var holder = await cluster.Client.GetAsync(s_leases, "gatekeeper-system", AuditServices.LeaseName, Deadline);
        Assert.StartsWith("second_", holder.TextAt("spec", "holderIdentity"), StringComparison.Ordinal);

        await RunAsync(second);
        status = (RegoObject)(await cluster.FindAsync(constraints, "no-bad"))!.At("status")!;
        Assert.Equal(0, status.NumberAt("totalViolations"));
        Assert.Null(status.At("violations"));
    }

    private async Task CreateNamespaceAsync(string name)
        => await cluster.CreateAsync(ApiResource.Namespaces, $$"""{apiVersion: v1, kind: Namespace, metadata: {name: {{name}} } }""");

    private Task<RunningAdapter> StartAsync(string name) => RunningAdapter.StartAsync(options => options with
    {
        State = StateSource.Cluster,
        PoliciesPath = null,
        KubeconfigPath = cluster.ControlPlane.KubeconfigFile,
        PodName = name,
        Audit = new AuditOptions { Interval = TimeSpan.Zero },
    });

    private static async Task<JsonElement> RunAsync(RunningAdapter adapter)
    {
        using var answer = await adapter.ManagementClient.PostAsync("/audit/run", null, Deadline);
        var body = await answer.Content.ReadAsStringAsync(Deadline);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body);
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
