using Bouncer.Dashboard.Pages.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>From the overview to the cause.</summary>
public class OverviewTests(FilledDashboard filled) : IClassFixture<FilledDashboard>
{
    [Fact]
    public async Task RefusedBusybox_IsFoundByItsImage_AndOpenedToItsTrace()
    {
        await using var watched = await filled.OpenAsync("/");
        var page = watched.Page;

        await page.GetByRole(AriaRole.Region, new() { Name = "Refused registries" }).GetByRole(AriaRole.Link, new() { NameRegex = new("quay\\.io") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Decisions", Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("busybox:1.37");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 903");

        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = FilledDashboard.RefusedImage }).ClickAsync();
        var detail = page.GetByRole(AriaRole.Complementary);
        await Expect(detail.GetByText(FilledDashboard.RefusedReason)).ToBeVisibleAsync();
        await Expect(detail.GetByText(filled.Refused.Decision)).ToBeVisibleAsync();

        await detail.GetByRole(AriaRole.Link, new() { Name = "Open the trace" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/traces/{filled.Refused.Trace}$"));
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Spans" }).GetByText("ImageReview")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Attributes" }).GetByText("bouncer.decision.id")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Logs" }).GetByText("image_review denied in shop")).ToBeVisibleAsync();
        watched.AssertNoProblems();
    }

    [Fact]
    public async Task SlowReview_IsOpenedFromTheChartOfLatencies()
    {
        await using var watched = await filled.OpenAsync("/");
        var page = watched.Page;

        var point = page.GetByRole(AriaRole.Region, new() { Name = "Time to decide" }).GetByRole(AriaRole.Link, new() { NameRegex = new("ms, open the trace$") }).Last;
        await Expect(point).ToBeVisibleAsync();
        await point.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Spans" }).GetByText("ImageReview")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Attributes" }).GetByText("bouncer.decision.id")).ToBeVisibleAsync();
        watched.AssertNoProblems();
    }

    [Fact]
    public async Task Overview_CountsWhatWasDecided_AndTellsOfPolicyAndCertificates()
    {
        await using var watched = await filled.OpenAsync("/");
        var page = watched.Page;

        await Expect(page.GetByText("Decisions 903")).ToBeVisibleAsync();
        await Expect(page.GetByText("Failed 1 could not decide")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new("image-bouncer-webhook policy 3") })).ToBeVisibleAsync();
        await Expect(page.GetByText("4 days left")).ToBeVisibleAsync();
        watched.AssertNoProblems();
    }
}
