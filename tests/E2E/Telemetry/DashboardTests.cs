using System.Text.RegularExpressions;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using Bouncer.TestSupport.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bouncer.E2E.Telemetry;

/// <summary>The dashboard that the AppHost runs, as a person sees it who wants to know why a Pod was refused.</summary>
public sealed class DashboardTests(ClusterFixture cluster) : ClusterTest(cluster)
{
    private const string DecisionId = "imagepolicywebhook.image-policy.k8s.io/decision-id";
    private const string Registry = "registry.example.com";

    [Fact]
    public async Task RefusedBusybox_IsOpenedFromTheOverview_ByItsImage_ToItsTrace()
    {
        await using var browser = await Browser.StartAsync();
        var image = $"{Registry}/{Namespace.Name}/busybox:1.37";
        Assert.NotNull(await Namespace.TryCreatePodAsync(image));
        var id = (await Cluster.AuditLog.AnnotationsAsync(Namespace.Name, "pod", Deadline))[DecisionId];
        var trace = await TraceAsync(id);
        var login = await Cluster.DashboardAddressAsync(Deadline);
        await using var watched = await browser.OpenAsync(login);
        var page = watched.Page;

        await page.GotoAsync(login.AbsoluteUri);
        await watched.AliveAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
        var registries = page.GetByRole(AriaRole.Region, new() { Name = "Refused registries" });
        await Expect(registries.GetByRole(AriaRole.Link, new() { NameRegex = new(Regex.Escape(Registry)) })).ToBeVisibleAsync();
        await watched.KeepPictureAsync("cluster-overview");

        await registries.GetByRole(AriaRole.Link, new() { NameRegex = new(Regex.Escape(Registry)) }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Decisions", Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync(image);
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("^1 of "));
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = image }).ClickAsync();
        var detail = page.GetByRole(AriaRole.Complementary);
        await Expect(detail.GetByText(id)).ToBeVisibleAsync();
        await Expect(detail.GetByText($"image \"{image}\" is not allowed")).ToBeVisibleAsync();
        await watched.KeepPictureAsync("cluster-decision");

        await detail.GetByRole(AriaRole.Link, new() { Name = "Open the trace" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/traces/{trace}$"));
        var span = page.GetByRole(AriaRole.Table, new() { Name = "Spans" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "ImageReview" });
        await Expect(span).ToContainTextAsync(ClusterFixture.WebhookResource);
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Attributes" }).GetByText(id)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Logs" }).GetByText($"denied in {Namespace.Name}")).ToBeVisibleAsync();
        await watched.KeepPictureAsync("cluster-trace");
        watched.AssertNoProblems();
    }

    /// <summary>The trace of a decision, as whoever gets the telemetry behind the dashboard knows it.</summary>
    private async Task<string> TraceAsync(string decision)
    {
        OtlpSpan? span = null;
        await Eventually.HoldsAsync(
            () => Task.FromResult((span = Cluster.Collector.Spans.FirstOrDefault(s => s.Attributes.GetValueOrDefault("bouncer.decision.id") == decision)) is not null),
            "the decision's span, passed on",
            Deadline);
        return span!.TraceId;
    }
}
