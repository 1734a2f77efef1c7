using System.Diagnostics;
using System.Globalization;
using Bouncer.Dashboard.Pages.Tests.Support;
using Bouncer.TestSupport;
using Bouncer.TestSupport.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>Fifty thousand decisions: they work, and how long that takes is written down.</summary>
public class SpeedTests(ITestOutputHelper output)
{
    private const int Decisions = 50_000;

    [Fact]
    public async Task FiftyThousandDecisions_AreShownFilteredAndScrolled()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using (var reviews = new Reviews(dashboard.Otlp))
        {
            for (var i = 0; i < Decisions; i++)
            {
                reviews.Decide(new()
                {
                    Outcome = i % 10 == 0 ? "denied" : "allowed",
                    Image = string.Create(CultureInfo.InvariantCulture, $"registry-{i % 20}.example.com/team/app-{i}:1"),
                    Age = TimeSpan.FromMilliseconds(50.0 * i),
                });
            }

            reviews.Send();
        }

        await using var browser = await Browser.StartAsync();
        await using var watched = await browser.OpenAsync(dashboard);
        var page = watched.Page;
        await watched.SignInAsync("/policies"); // What browsers keep is kept, and what is compiled is compiled.
        await page.GotoAsync("/decisions?text=warm");
        await watched.AliveAsync();

        await page.GotoAsync("/decisions");
        // Asked from here: a page that waits by itself evaluates text, which the content security policy forbids.
        await Eventually.HoldsAsync(
            () => page.EvaluateAsync<bool>("performance.getEntriesByName('first-contentful-paint').length > 0"), "the first paint", TestContext.Current.CancellationToken);
        var paint = await page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
        Report("first paint of the decisions", paint);
        await watched.AliveAsync();
        var all = $"{Decisions.ToString("#,0", CultureInfo.InvariantCulture)} of {Decisions.ToString("#,0", CultureInfo.InvariantCulture)}";
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(all);
        await Expect(page.GetByRole(AriaRole.Row).Nth(10)).ToBeAttachedAsync();
        Assert.InRange(await page.GetByRole(AriaRole.Row).CountAsync(), 10, 100);

        await TimeAsync("a filter by a word", async () =>
        {
            await page.GetByRole(AriaRole.Searchbox).FillAsync("app-4711:1");
            await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 50,000");
        });
        await TimeAsync("a filter by a registry", async () =>
        {
            await page.GetByRole(AriaRole.Searchbox).FillAsync("");
            await page.GetByRole(AriaRole.Combobox, new() { Name = "Registry" }).SelectOptionAsync("registry-7.example.com");
            await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("2,500 of 50,000");
        });
        await page.GotoAsync("/decisions");
        await watched.AliveAsync();
        await TimeAsync("scrolling to the oldest", async () =>
        {
            await page.Locator(".list").EvaluateAsync("list => list.scrollTop = list.scrollHeight");
            await Expect(page.GetByText("app-49999:1")).ToBeVisibleAsync();
        });
        await TimeAsync("the overview", async () =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
        });
        watched.AssertNoProblems();
    }

    private async Task TimeAsync(string what, Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        Report(what, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private void Report(string what, double milliseconds)
        => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Decisions:#,0} decisions, {what}: {milliseconds:0} ms"));
}
