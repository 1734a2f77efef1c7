using System.Net;
using Bouncer.Dashboard.Pages.Tests.Support;
using Bouncer.TestSupport.Browsing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>The AppHost's resources. What the AppHost answers is tested with it; here something answers as it does.</summary>
public sealed class ResourcesTests : IAsyncLifetime
{
    private const string Token = "token-of-the-apphost";

    private readonly List<string> _commands = [];
    private readonly WebApplication _appHost;
    private string _state = "Running";

    public ResourcesTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        _appHost = builder.Build();
        _appHost.MapGet("/resources", (HttpRequest request) => request.Headers.Authorization != $"Bearer {Token}" ? Results.Unauthorized() : Results.Ok(new[]
        {
            new
            {
                name = "image-bouncer-webhook",
                kind = "project",
                state = _state,
                health = _state == "Running" ? "Healthy" : null,
                exitCode = _state == "Running" ? (int?)null : 0,
                endpoints = new[] { new { name = "admission", url = "https://localhost:30020" } },
                commands = _state == "Running" ? (string[])["restart", "stop"] : ["start"],
            },
        }));
        _appHost.MapGet("/resources/{name}/console", (int after) => after == 0 ? new[] { new { number = 1, text = "<i>hello</i> from the service", isError = false } } : []);
        _appHost.MapPost("/resources/{name}/{command}", (string name, string command) =>
        {
            _commands.Add($"{command} {name}");
            _state = command == "stop" ? "Exited" : "Running";
            return command == "restart" ? Results.Text("it is busy", statusCode: 409) : Results.NoContent();
        });
    }

    public async ValueTask InitializeAsync() => await _appHost.StartAsync();

    public ValueTask DisposeAsync() => _appHost.DisposeAsync();

    [Fact]
    public async Task Resource_ShowsItsStateAndConsole_AndIsStoppedAndStarted()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { Resources = new(_appHost.Urls.Single()), ResourcesToken = Token });
        await using var browser = await Browser.StartAsync();
        await using var watched = await browser.OpenAsync(dashboard);
        await watched.SignInAsync("/resources");
        var page = watched.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "image-bouncer-webhook" }).ClickAsync();
        await Expect(page.GetByText("Healthy")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Log).GetByText("<i>hello</i> from the service")).ToBeVisibleAsync();
        await watched.KeepPictureAsync("resources-apphost");

        await page.GetByRole(AriaRole.Button, new() { Name = "stop image-bouncer-webhook" }).ClickAsync();
        await Expect(page.GetByText("Exited (0)")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "start image-bouncer-webhook" }).ClickAsync();
        await Expect(page.GetByText("Healthy")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "restart image-bouncer-webhook" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("it is busy");

        Assert.Equal(["stop image-bouncer-webhook", "start image-bouncer-webhook", "restart image-bouncer-webhook"], _commands);
        watched.AssertNoProblems();
    }

    [Fact]
    public async Task DashboardOnItsOwn_SaysHowToHaveResources()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = await dashboard.SignInAsync();

        Assert.Contains("This dashboard was started by itself", await client.GetStringAsync("/resources", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
