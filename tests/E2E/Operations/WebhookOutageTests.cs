using System.Globalization;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Operations;

/// <summary>The Webhook is away: what the API server does then, and what is left of it when it is back.</summary>
public sealed class WebhookOutageTests(ClusterFixture cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task WithDefaultAllowFalse_PodsAreForbidden_UntilItIsBack()
    {
        await ExecuteAsync(KnownResourceCommands.StopCommand);
        var refusal = await Namespace.TryCreatePodAsync("busybox", "while-away");
        await StartWebhookAsync();

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refusal?.Status);
        Assert.Matches("connection refused|EOF|reset", refusal!.Message);
        Assert.Null(await Namespace.TryCreatePodAsync("busybox", "when-back"));
    }

    [Fact]
    public async Task WithDefaultAllowTrue_PodsAreAdmitted_AndTheAuditLogTellsThatNobodyWasAsked()
    {
        await ControlPlane.RestartApiServerAsync(o => o with { ImagePolicyWebhook = Cluster.AskTheWebhook() with { DefaultAllow = true } }, Deadline);
        await ExecuteAsync(KnownResourceCommands.StopCommand);
        var refusal = await Namespace.TryCreatePodAsync("quay.io/app", "unasked");
        await StartWebhookAsync();

        Assert.Null(refusal);
        var audit = await Cluster.AuditLog.AnnotationsAsync(Namespace.Name, "unasked", Deadline);
        Assert.Equal("true", audit["imagepolicywebhook.image-policy.k8s.io/failed-open"]);
        Assert.NotNull(await Namespace.TryCreatePodAsync("quay.io/app", "asked")); // A real answer counts again.
        Assert.NotEqual(0, (await Namespace.KubectlAsync("label", "pod", "unasked", "seen=yes")).ExitCode); // And at the next update.
    }

    /// <summary>Very old API servers wrote their mark on the Pod too. Newer ones give it to a copy that is not stored, so here a
    /// person writes it, as anybody can.</summary>
    [Fact]
    public async Task PodWithTheMark_IsSeenAtItsNextUpdate()
    {
        Assert.Null(await Namespace.TryCreatePodAsync("busybox"));
        var before = await SightingsAsync();

        Assert.Equal(0, (await Namespace.KubectlAsync("annotate", "pod", "pod", "alpha.image-policy.k8s.io/failed-open=true")).ExitCode);

        await Eventually.HoldsAsync(async () => await SightingsAsync() == before + 1, "the sighting to be counted", Deadline);
    }

    /// <inheritdoc/>
    protected override async Task CleanUpAsync()
    {
        var test = TestContext.Current.TestMethod?.MethodName;
        if (test != nameof(PodWithTheMark_IsSeenAtItsNextUpdate))
        {
            await StartWebhookAsync();
        }

        if (test == nameof(WithDefaultAllowTrue_PodsAreAdmitted_AndTheAuditLogTellsThatNobodyWasAsked))
        {
            await ControlPlane.RestartApiServerAsync(o => o with { ImagePolicyWebhook = Cluster.AskTheWebhook() }, CancellationToken.None);
        }
    }

    private async Task<int> SightingsAsync()
    {
        const string Metric = "bouncer_failed_open_sightings_total";
        using var client = Cluster.App.CreateHttpClient(ClusterFixture.WebhookResource, "management");
        var metrics = await client.GetStringAsync("/metrics", Deadline);
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(Metric, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private async Task StartWebhookAsync()
    {
        await ExecuteAsync(KnownResourceCommands.StartCommand);
        await Cluster.App.ResourceNotifications.WaitForResourceHealthyAsync(ClusterFixture.WebhookResource, Deadline);
    }

    private async Task ExecuteAsync(string command)
        => await Cluster.App.ResourceCommands.ExecuteCommandAsync(ClusterFixture.WebhookResource, command, Deadline);
}
