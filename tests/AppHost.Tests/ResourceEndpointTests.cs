using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Bouncer.AppHost.Resources;
using Bouncer.TestSupport;

namespace Bouncer.AppHost.Tests;

/// <summary>The resources over HTTP, of the AppHost that runs.</summary>
public sealed class ResourceEndpointTests(AppHostFixture fixture) : IAsyncLifetime
{
    private const string Dashboard = "dashboard";

    private ResourceEndpoint _endpoint = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await ResourceEndpoint.StartAsync();
        _endpoint.Show(fixture.App);
        _client = new() { BaseAddress = new(_endpoint.Url) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _endpoint.Token);
        await Eventually.HoldsAsync(async () => (await DescribeAsync("image-bouncer-webhook")).State == "Running", "the endpoint knows of the resources", Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Caller_WithoutTheToken_LearnsNothing(string? token)
    {
        _client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        using var answer = await _client.GetAsync("/resources", Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Resource_IsDescribed()
    {
        var webhook = await DescribeAsync("image-bouncer-webhook");

        Assert.Equal(("project", "Running", "Healthy"), (webhook.Kind, webhook.State, webhook.Health));
        Assert.Equal(["restart", "stop"], webhook.Commands);
        Assert.Equal(fixture.App.GetEndpoint("image-bouncer-webhook", "admission"), new(Assert.Single(webhook.Endpoints, e => e.Name == "admission").Url));
    }

    [Fact]
    public async Task Console_IsTold_FromWhereTheCallerHasIt()
    {
        var all = await _client.GetFromJsonAsync<ConsoleLine[]>("/resources/image-bouncer-webhook/console", Cancelled);
        var rest = await _client.GetFromJsonAsync<ConsoleLine[]>($"/resources/image-bouncer-webhook/console?after={all![0].Number}", Cancelled);

        Assert.Contains(all, line => line.Text.Contains("Application started", StringComparison.Ordinal));
        Assert.Equal(all[1], rest![0]);
        using var unknown = await _client.GetAsync("/resources/no-such/console", Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Resource_IsStoppedAndStarted()
    {
        await fixture.App.ResourceNotifications.WaitForResourceHealthyAsync(Dashboard, Cancelled);
        await Eventually.HoldsAsync(async () => (await DescribeAsync(Dashboard)).Commands.Contains("stop"), "the dashboard can be stopped", Cancelled);

        using (var stopped = await _client.PostAsync($"/resources/{Dashboard}/stop", null, Cancelled))
        {
            Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
        }

        await Eventually.HoldsAsync(async () => (await DescribeAsync(Dashboard)).Commands is ["start"], "the dashboard can be started", Cancelled);
        using (var again = await _client.PostAsync($"/resources/{Dashboard}/stop", null, Cancelled))
        {
            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
            Assert.Equal($"'stop' is nothing that can be done with '{Dashboard}' now.", await again.Content.ReadAsStringAsync(Cancelled));
        }

        using (var started = await _client.PostAsync($"/resources/{Dashboard}/start", null, Cancelled))
        {
            Assert.Equal(HttpStatusCode.NoContent, started.StatusCode);
        }

        await fixture.App.ResourceNotifications.WaitForResourceHealthyAsync(Dashboard, Cancelled);
    }

    private async Task<ResourceDescription> DescribeAsync(string name)
        => Assert.Single((await _client.GetFromJsonAsync<ResourceDescription[]>("/resources", Cancelled))!, r => r.Name == name);
}
