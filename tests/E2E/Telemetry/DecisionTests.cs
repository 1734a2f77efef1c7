using Bouncer.E2E.AdmissionReviews;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Telemetry;

/// <summary>One decision, found by its id from the API server's audit log on.</summary>
public sealed class DecisionTests(ClusterFixture cluster) : ClusterTest(cluster)
{
    private const string PluginPrefix = "imagepolicywebhook.image-policy.k8s.io/";

    [Fact]
    public async Task Refusal_IsFoundByItsId_AsALogRecord_ATrace_AndInAMetric()
    {
        Assert.NotNull(await Namespace.TryCreatePodAsync("quay.io/app"));
        var audit = await Cluster.AuditLog.AnnotationsAsync(Namespace.Name, "pod", Deadline);
        var id = audit[PluginPrefix + "decision-id"];

        var record = await FindAsync(() => Cluster.Collector.LogRecords, r => r.Attributes.GetValueOrDefault("DecisionId") == id, "log record");
        var span = await FindAsync(() => Cluster.Collector.Spans, s => s.Attributes.GetValueOrDefault("bouncer.decision.id") == id, "span");
        var exemplar = await FindAsync(
            () => Cluster.Collector.Exemplars, e => e.Metric == "bouncer.review.duration" && e.TraceId == span.TraceId, "exemplar");

        Assert.Equal(span.TraceId, record.TraceId);
        Assert.Equal("ImageReview", span.Name);
        Assert.Equal("denied", span.Attributes["bouncer.outcome"]);
        Assert.Equal(Namespace.Name, span.Attributes["k8s.namespace.name"]);
        Assert.Equal(audit[PluginPrefix + "policy-version"], span.Attributes["bouncer.policy.version"]);
        Assert.Equal("docker-hub", audit[PluginPrefix + "rules"]);
        Assert.Equal("denied", exemplar.Attributes["bouncer.outcome"]);
    }

    [Fact]
    public async Task AdmissionReview_IsFoundByItsId_UnderTheWebhooksName()
    {
        await AdmissionWebhook.RegisterAsync(Cluster, Namespace, "v1", Deadline);
        Assert.Equal(1, (await Namespace.KubectlAsync("create", "deployment", "web", "--image=quay.io/web")).ExitCode);

        var audit = await Cluster.AuditLog.AnnotationsAsync(Namespace.Name, "web", Deadline);
        var id = audit[$"{AdmissionWebhook.Name}/decision-id"];
        var span = await FindAsync(() => Cluster.Collector.Spans, s => s.Attributes.GetValueOrDefault("bouncer.decision.id") == id, "span");

        Assert.Equal("AdmissionReview", span.Name);
        Assert.Equal("Deployment", span.Attributes["bouncer.object.kind"]);
        Assert.Equal("web", span.Attributes["bouncer.object.name"]);
        Assert.Equal("CREATE", span.Attributes["bouncer.operation"]);
    }

    [Fact]
    public async Task Warning_IsNotedInTheAuditLog_SinceThePluginKnowsNone()
    {
        Assert.Null(await Namespace.TryCreatePodAsync("busybox:1.0-snapshot"));

        var audit = await Cluster.AuditLog.AnnotationsAsync(Namespace.Name, "pod", Deadline);

        Assert.Contains("no-snapshots", audit[PluginPrefix + "warnings"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugin_AsksOverHttp2_AndAdmissionWebhooksOverHttp1()
    {
        await AdmissionWebhook.RegisterAsync(Cluster, Namespace, "v1", Deadline);
        Assert.Null(await Namespace.TryCreatePodAsync("busybox"));

        async Task<string> ProtocolOfAsync(string review) => (await FindAsync(
            () => Cluster.Collector.Spans,
            s => s.Name == review && s.Attributes.GetValueOrDefault("k8s.namespace.name") == Namespace.Name,
            "span")).Attributes["network.protocol.version"];

        Assert.Equal("2", await ProtocolOfAsync("ImageReview"));
        Assert.Equal("1.1", await ProtocolOfAsync("AdmissionReview"));
    }

    /// <inheritdoc/>
    protected override Task CleanUpAsync() => AdmissionWebhook.UnregisterAsync(Cluster, Namespace);

    private static async Task<T> FindAsync<T>(Func<IEnumerable<T>> all, Func<T, bool> which, string what)
        where T : class
    {
        T? found = null;
        await Eventually.HoldsAsync(() => Task.FromResult((found = all().FirstOrDefault(which)) is not null), $"the decision's {what}", Deadline);
        return found!;
    }
}
