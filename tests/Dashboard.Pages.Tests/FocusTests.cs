using Bouncer.TestSupport.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>Where the keyboard is.</summary>
public class FocusTests(FilledDashboard filled) : IClassFixture<FilledDashboard>
{
    [Fact]
    public async Task PageThatOpens_LeavesTheFocusToWhoTypes_AndOneGoneTo_IsReadFromItsHeading()
    {
        await using var watched = await filled.OpenAsync("/decisions");
        var page = watched.Page;
        await page.AddInitScriptAsync("window.focused = []; addEventListener('focusin', e => focused.push(e.target.tagName));");
        await page.ReloadAsync();
        await watched.AliveAsync();

        await page.GetByRole(AriaRole.Searchbox).FillAsync("quay.io");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 903"); // The server is through with its first rendering.

        Assert.Equal(["INPUT"], await page.EvaluateAsync<string[]>("focused"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Policies" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Policies", Level = 1 })).ToBeFocusedAsync();
        watched.AssertNoProblems();
    }
}
