using System.Net;
using Bouncer.Dashboard.Pages.Tests.Support;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>Who may see the pages, and what is taken from browsers.</summary>
public class AccessTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/decisions?text=busybox")]
    public async Task Page_WithoutTheToken_LeadsToThePageThatSaysWhereItIs(string page)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = dashboard.CreateClient();

        using var answer = await client.GetAsync(page, Cancelled);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/login", answer.Headers.Location!.AbsolutePath);

        var login = await client.GetStringAsync(answer.Headers.Location, Cancelled);
        Assert.Contains("The dashboard printed its address with the token when it started.", login, StringComparison.Ordinal);
        Assert.Contains($"value=\"{WebUtility.HtmlEncode(page)}\"", login, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_WithoutTheToken_IsRefused()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = dashboard.CreateClient();

        using var answer = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("token-of-these-test")]
    [InlineData("")]
    public async Task WrongToken_IsRefused(string token)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = dashboard.CreateClient();

        using var answer = await client.GetAsync($"/login?t={token}", Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("That is not this dashboard's token.", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        using var page = await client.GetAsync("/", Cancelled);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task Token_IsRememberedByACookieThatScriptsAndOtherSitesDoNotHave()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = dashboard.CreateClient();

        using var answer = await client.GetAsync($"/login?t={RunningDashboard.Token}&return=%2Fdecisions%3Ftext%3Da", Cancelled);

        Assert.Equal("/decisions?text=a", answer.Headers.Location!.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(RunningDashboard.Token, cookie, StringComparison.Ordinal);
        using var page = await client.GetAsync("/", Cancelled);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    public async Task ReturnAddress_OfAnotherSite_IsNotFollowed(string elsewhere)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = dashboard.CreateClient();

        using var answer = await client.GetAsync($"/login?t={RunningDashboard.Token}&return={Uri.EscapeDataString(elsewhere)}", Cancelled);

        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/resources/image-bouncer-webhook/stop")]
    public async Task Form_WithoutItsToken_IsRefused(string address)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = await dashboard.SignInAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = RunningDashboard.Token });

        using var answer = await client.PostAsync(address, form, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "http://localhost:1")]
    [InlineData("POST", "null")]
    [InlineData("GET", "http://127.0.0.1:1")]
    public async Task OtherOrigin_NeitherPostsNorConnects(string method, string origin)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = await dashboard.SignInAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/_blazor?id=1");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");

        using var answer = await client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task OpenAccess_AsksNobody()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { Token = null, IsOpen = true });
        using var client = dashboard.CreateClient();

        using var page = await client.GetAsync("/", Cancelled);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/app.css")]
    [InlineData("/_content/Microsoft.AspNetCore.Components.QuickGrid/QuickGrid.razor.js")]
    public async Task EveryAnswer_TellsBrowsersToLoadNothingFromElsewhere_AndNoScriptOfAPage(string path)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = await dashboard.SignInAsync();

        using var answer = await client.GetAsync(path, Cancelled);

        answer.EnsureSuccessStatusCode();
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task UnknownPage_Is404_AndLeadsBack()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = await dashboard.SignInAsync();

        using var answer = await client.GetAsync("/no/such/page", Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TelemetryPort_HasNoPages()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { Token = null, IsOpen = true });
        using var client = new HttpClient { BaseAddress = dashboard.Otlp };

        using var answer = await client.GetAsync("/decisions", Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
