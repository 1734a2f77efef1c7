using System.Text.RegularExpressions;
using Bouncer.Dashboard.Pages.Tests.Support;
using Bouncer.TestSupport.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>Choosing among decisions.</summary>
public class DecisionsTests(FilledDashboard filled) : IClassFixture<FilledDashboard>
{
    [Fact]
    public async Task Filters_StandInTheAddress_AndComeFromIt()
    {
        await using var watched = await filled.OpenAsync("/decisions");
        var page = watched.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "denied", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Namespace" }).SelectOptionAsync("shop");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("busybox:1.37 quay");
        await Expect(page).ToHaveURLAsync(new Regex("/decisions\\?outcome=denied&namespace=shop&text=busybox%3A1.37%20quay$"));
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 903");

        await page.ReloadAsync();
        await watched.AliveAsync();
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("busybox:1.37 quay");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Namespace" })).ToHaveValueAsync("shop");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 903");

        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("903 of 903");
        watched.AssertNoProblems();
    }

    [Fact]
    public async Task RowChosen_BeforeTheBrowserHasTakenTheSearch_StaysChosen()
    {
        await using var watched = await filled.OpenAsync("/decisions?registry=quay.io");
        var page = watched.Page;
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 903");

        // Both in one turn, so that the address of the search cannot be back before the row is chosen.
        await page.GetByRole(AriaRole.Searchbox).EvaluateAsync("""
            search => {
                search.value = "quay";
                search.dispatchEvent(new Event("input", { bubbles: true }));
                document.querySelector("[data-row]").click();
            }
            """);

        await Expect(page).ToHaveURLAsync(new Regex("[?&]decision="));
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync(); // Whatever was on its way has arrived.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Go on" })).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("[?&]decision="));
        await Expect(page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Link, new() { Name = "Open the trace" })).ToBeVisibleAsync();
        watched.AssertNoProblems();
    }

    [Fact]
    public async Task NothingFound_SaysWhatToDo()
    {
        await using var watched = await filled.OpenAsync("/decisions?text=no-such-thing");

        await Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = "No decision is like that" })).ToBeVisibleAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Link, new() { Name = "Take the filters away" })).ToBeVisibleAsync();
        watched.AssertNoProblems();
    }

    [Fact]
    public async Task HostileText_IsShown_AndDoesNothing()
    {
        foreach (var address in (string[])["/", "/decisions?text=evil.example", "/policies", "/resources"])
        {
            await using var watched = await filled.OpenAsync(address);
            watched.AssertNoProblems();
        }

        await using var decisions = await filled.OpenAsync("/decisions?text=evil.example/");
        var page = decisions.Page;
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = FilledDashboard.HostileImage }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Complementary).GetByText(FilledDashboard.HostileImage)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the trace" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Attributes" }).GetByText("</title><script>alert(3)</script>")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("img, b, main script").CountAsync());
        decisions.AssertNoProblems();
    }

    [Fact]
    public async Task Keyboard_SearchesAndGoesThroughRows()
    {
        await using var watched = await filled.OpenAsync("/decisions");
        var page = watched.Page;

        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("quay.io");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 903");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "quay.io/" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Complementary)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Complementary)).Not.ToBeVisibleAsync();
        watched.AssertNoProblems();
    }

    [Fact]
    public async Task NewDecision_ShowsUpByItself_UnlessPaused()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await using var browser = await Browser.StartAsync();
        await using var watched = await browser.OpenAsync(dashboard);
        await watched.SignInAsync("/decisions");
        var page = watched.Page;
        using var reviews = new Reviews(dashboard.Otlp);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No decision has arrived yet" })).ToBeVisibleAsync();

        reviews.Decide(new() { Image = "first" });
        reviews.Send();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "first" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Contentinfo)).ToContainTextAsync("Holding 1 decision,");

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        reviews.Decide(new() { Image = "second" });
        reviews.Send();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show 1 new" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "second" })).ToBeVisibleAsync();
        watched.AssertNoProblems();
    }
}
