using Bouncer.Dashboard.Pages.Tests.Support;
using Bouncer.TestSupport.Browsing;
using Microsoft.Playwright;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>How the pages look, in pictures under artifacts/screenshots, and what can be said of that without eyes.</summary>
public class LooksTests(FilledDashboard filled) : IClassFixture<FilledDashboard>
{
    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" },
        { "decisions", "/decisions" },
        { "decision", "/decisions?text=quay.io&decision=" },
        { "trace", "/traces/" },
        { "policies", "/policies" },
        { "resources", "/resources" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_FollowsTheColoursOfTheSystem(string name, string address)
    {
        var grounds = new List<string>();
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var watched = await filled.OpenAsync(Whole(address), scheme);
            await watched.KeepPictureAsync($"{name}-{(scheme == ColorScheme.Light ? "light" : "dark")}");
            grounds.Add(await watched.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
            watched.AssertNoProblems();
        }

        Assert.Equal(["rgb(246, 247, 249)", "rgb(15, 18, 23)"], grounds);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_FitsAPhone(string name, string address)
    {
        await using var watched = await filled.OpenAsync(Whole(address), width: 390, height: 844);
        await watched.KeepPictureAsync($"{name}-phone");

        Assert.Equal(390, await watched.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        watched.AssertNoProblems();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task EveryLinkButtonAndField_HasAName_AndLeadsNowhereElse(string name, string address)
    {
        await using var watched = await filled.OpenAsync(Whole(address));

        var nameless = await watched.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('a, button, select, input:not([type=hidden])')].filter(e => !(e.ariaLabel || e.textContent.trim())).map(e => e.outerHTML)");
        var foreign = await watched.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('a')].map(a => new URL(a.href.baseVal ?? a.href, location).href).filter(href => !href.startsWith(location.origin + '/'))");

        Assert.True(nameless.Length == 0, $"{name}: {string.Join('\n', nameless)}");
        Assert.Empty(foreign);
    }

    [Fact]
    public async Task SigningIn_HasAPictureToo()
    {
        await using var browser = await Browser.StartAsync();
        await using var watched = await browser.OpenAsync(filled.Dashboard);
        await watched.Page.GotoAsync("/");
        await watched.Page.GetByLabel("Token").FillAsync("wrong");
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("That is not this dashboard's token. It changes with every start, unless it is set.");
        await watched.KeepPictureAsync("login");

        await watched.Page.GetByLabel("Token").FillAsync(RunningDashboard.Token);
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
    }

    private string Whole(string address) => address switch
    {
        "/traces/" => address + filled.Refused.Trace,
        _ when address.EndsWith("decision=", StringComparison.Ordinal) => address + filled.Refused.Decision,
        _ => address,
    };
}
