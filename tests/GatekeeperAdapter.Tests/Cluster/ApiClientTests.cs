using Bouncer.KubernetesApi;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster;

/// <summary>Requests to an API server and what becomes of their answers.</summary>
public class ApiClientTests
{
    private static readonly ApiResource s_pods = new("", "v1", "pods");

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusal_TellsWhatWasAskedAndWhatWasAnswered()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.Answer = context => FakeApiServer.WriteAsync(context, 403, FakeApiServer.Status(403, "Forbidden", "pods is forbidden"));

        var refusal = await Assert.ThrowsAsync<ApiException>(() => server.Client().GetAsync(s_pods, "shop", "web", Deadline));

        Assert.Equal("GET /api/v1/namespaces/shop/pods/web: 403 Forbidden: pods is forbidden", refusal.Message);
        Assert.True(refusal.IsForbidden);
        Assert.Equal("Forbidden", refusal.Reason);
    }

    [Fact]
    public async Task AnswerOfSomethingElse_HasItsStatus()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.Answer = context => FakeApiServer.WriteAsync(context, 502, "<html>");

        var refusal = await Assert.ThrowsAsync<ApiException>(() => server.Client().GetAsync("version", Deadline));

        Assert.Equal("GET /version: 502 Bad Gateway", refusal.Message);
    }

    [Fact]
    public async Task NobodyThere_IsUnreachable()
    {
        var server = await FakeApiServer.StartAsync();
        var client = server.Client();
        await server.DisposeAsync();

        var failure = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync("version", Deadline));

        Assert.Null(failure.Status);
        Assert.Equal(ApiException.Unreachable, failure.Reason);
        Assert.StartsWith("GET /version: Connection refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BusyServer_IsAskedAgainWhenItSaysSo()
    {
        await using var server = await FakeApiServer.StartAsync();
        var time = new TestTime();
        server.Answer = context =>
        {
            context.Response.Headers.RetryAfter = "7";
            return server.Requests.Count < 3
                ? FakeApiServer.WriteAsync(context, 429, FakeApiServer.Status(429, "TooManyRequests", "later"))
                : FakeApiServer.WriteAsync(context, 200, "{}");
        };

        await server.Client(time).GetAsync("version", Deadline);

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], time.Pauses);
    }

    [Fact]
    public async Task List_IsReadPageByPage_AndItemsSayWhatTheyAre()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.Answer = context => FakeApiServer.WriteAsync(context, 200, context.Request.Query.ContainsKey("continue")
            ? """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{}]}"""
            : """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7","continue":"a b"},"items":[{"metadata":{"name":"x"}},{"kind":"Other","apiVersion":"o/v1"}]}""");

        List<ListPage> pages = [];
        await foreach (var page in server.Client().ListAsync(s_pods, new() { LabelSelector = "a=b", PageSize = 2 }, Deadline))
        {
            pages.Add(page);
        }

        Assert.Equal(["GET /api/v1/pods?limit=2&labelSelector=a%3Db", "GET /api/v1/pods?limit=2&continue=a%20b&labelSelector=a%3Db"], server.Requests);
        Assert.Equal(["v1/Pod", "o/v1/Other"], pages[0].Items.Select(i => $"{i.TextAt("apiVersion")}/{i.TextAt("kind")}"));
        Assert.Equal("x", pages[0].Items[0].Name());
        Assert.Equal(0, Assert.Single(pages[1].Items).Count);
    }

    [Fact]
    public async Task ItemThatNestsTooDeeply_IsLeftOutAlone()
    {
        await using var server = await FakeApiServer.StartAsync();
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", RegoValue.MaxDepth)) + "1" + new string('}', RegoValue.MaxDepth);
        server.Answer = context => FakeApiServer.WriteAsync(context, 200, "{\"kind\":\"PodList\",\"items\":[{\"spec\":" + deep + """},{"metadata":{"name":"x"}}],"metadata":{"resourceVersion":"7"}}""");

        await foreach (var page in server.Client().ListAsync(s_pods, ListOptions.All, Deadline))
        {
            Assert.Equal("x", Assert.Single(page.Items).Name());
            Assert.Single(page.Unreadable);
            Assert.Equal("7", page.ResourceVersion);
        }
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task ExpiredList_GoesOnIfItMay(bool mayGoOn, int expected)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.Answer = context => context.Request.Query["continue"].ToString() switch
        {
            "" => FakeApiServer.WriteAsync(context, 200, """{"metadata":{"continue":"old"},"items":[]}"""),
            "old" => FakeApiServer.WriteAsync(context, 410, FakeApiServer.Status(410, "Expired", "too old", "new")),
            _ => FakeApiServer.WriteAsync(context, 200, """{"metadata":{},"items":null}"""),
        };

        var pages = 0;
        var failure = await Record.ExceptionAsync(async () =>
        {
            await foreach (var page in server.Client().ListAsync(s_pods, new() { GoOnWhenExpired = mayGoOn }, Deadline))
            {
                pages++;
            }
        });

        Assert.Equal(expected, pages);
        Assert.Equal(!mayGoOn, failure is ApiException { IsGone: true });
    }
}
