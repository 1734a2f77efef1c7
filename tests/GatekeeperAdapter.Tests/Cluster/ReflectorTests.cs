using Bouncer.KubernetesApi;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster;

/// <summary>What happens between an API server and whoever follows a kind.</summary>
public sealed class ReflectorTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TestTime _time = new();
    private readonly EventLog _log = new();
    private readonly FakeKind _kind = new();
    private FakeApiServer _server = null!;
    private Task _run = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync();
        _server.Answer = _kind.AnswerAsync;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task WatchGoesOnFromTheList_AndFromTheLastEvent()
    {
        var watch = await FollowAsync("5", "a@3", "b@4");
        Assert.Equal("changed a@3, changed b@4, listed", await _log.NextAsync(3));
        Assert.Equal("5", watch.From);

        await watch.SendAsync(FakeKind.Event("ADDED", "c@6") + FakeKind.Event("MODIFIED", "a@7") + FakeKind.Event("DELETED", "b@8"));
        Assert.Equal("changed c@6, changed a@7, removed b@8", await _log.NextAsync(3));
        watch.End();

        watch = await _kind.NextWatchAsync();
        Assert.Equal("8", watch.From);
        await watch.SendAsync(FakeKind.Event("BOOKMARK", "@20"));
        watch.End();
        Assert.Equal("20", (await _kind.NextWatchAsync()).From);
        Assert.Single(_server.Requests, r => !r.Contains("watch=true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MissingRights_AreTold_AndTakenUpWhenTheyCome()
    {
        _kind.List = (403, FakeApiServer.Status(403, "Forbidden", "no rights"));
        Follow();
        Assert.Equal("forbidden, forbidden", await _log.NextAsync(2));

        _kind.List = (200, FakeKind.Things("1", "a@1"));

        while (await _log.NextAsync() is not "changed a@1" and var told)
        {
            Assert.Equal("forbidden", told);
        }

        Assert.Equal("listed", await _log.NextAsync());
    }

    [Fact]
    public async Task ConnectionThatBreaks_IsTakenUpFromTheLastWholeEvent()
    {
        var watch = await FollowAsync("1");
        var whole = FakeKind.Event("ADDED", "a@2");
        await watch.SendAsync(whole + FakeKind.Event("ADDED", "b@3")[..20]);
        Assert.Equal("listed, changed a@2", await _log.NextAsync(2));
        watch.Break();

        watch = await _kind.NextWatchAsync();
        Assert.Equal("2", watch.From);
        await watch.SendAsync(FakeKind.Event("ADDED", "b@3"));
        Assert.Equal("changed b@3", await _log.NextAsync());
    }

    [Fact]
    public async Task ExpiredWatch_ListsAgain_AndTellsWhatVanished()
    {
        var watch = await FollowAsync("5", "kept@1", "changed@2", "gone@3");
        await _log.NextAsync(4);

        _kind.List = (200, FakeKind.Things("90", "kept@1", "changed@80", "new@85"));
        await watch.SendAsync($$"""{"type":"ERROR","object":{{FakeApiServer.Status(410, "Expired", "too old resource version: 5 (70)")}} }""" + "\n");

        Assert.Equal("changed changed@80, changed new@85, removed gone@3, listed", await _log.NextAsync(4));
        Assert.Equal("90", (await _kind.NextWatchAsync()).From);
    }

    [Theory]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"metadata\":{}\n")]
    [InlineData("<html>bad gateway</html>\n")]
    [InlineData("{\"type\":\"ADDED\"}\n")]
    [InlineData("{\"type\":\"SHOUTED\",\"object\":{\"metadata\":{\"name\":\"x\"}}}\n")]
    [InlineData("[]\n")]
    public async Task EventThatCannotBeRead_IsMadeUpForByAList(string line)
    {
        var watch = await FollowAsync("1", "a@1");
        Assert.Equal("changed a@1, listed", await _log.NextAsync(2));

        _kind.List = (200, FakeKind.Things("9", "a@1", "b@8"));
        await watch.SendAsync(line);

        Assert.Equal("changed b@8, listed", await _log.NextAsync(2));
        Assert.Equal("9", (await _kind.NextWatchAsync()).From);
    }

    [Fact]
    public async Task ConnectionThatHangs_IsGivenUp()
    {
        await FollowAsync("1");
        await _log.NextAsync();

        _time.EndLongPauses();

        var watch = await _kind.NextWatchAsync();
        await watch.SendAsync(FakeKind.Event("ADDED", "a@2"));
        Assert.Equal("changed a@2", await _log.NextAsync());
    }

    [Fact]
    public async Task KindThatIsMissing_IsWaitedFor()
    {
        _kind.List = (404, FakeApiServer.Status(404, "NotFound", "the server could not find the requested resource"));
        Follow();
        await Eventually(() => _server.Requests.Count >= 3);

        _kind.List = (200, FakeKind.Things("1", "a@1"));

        Assert.Equal("changed a@1, listed", await _log.NextAsync(2));
    }

    [Fact]
    public async Task KindThatGoesMissing_KeepsItsObjectsForAWhile()
    {
        var watch = await FollowAsync("1", "a@1");
        await _log.NextAsync(2);
        _kind.List = (404, FakeApiServer.Status(404, "NotFound", "the server could not find the requested resource"));
        await watch.SendAsync($$"""{"type":"ERROR","object":{{FakeApiServer.Status(410, "Expired", "gone")}} }""" + "\n");
        await Eventually(() => _server.Requests.Count(r => !r.Contains("watch", StringComparison.Ordinal)) >= 4);

        _kind.List = (200, FakeKind.Things("2", "a@1"));
        Assert.Equal("listed", await _log.NextAsync());
        watch = await _kind.NextWatchAsync();

        _kind.List = (404, FakeApiServer.Status(404, "NotFound", "the server could not find the requested resource"));
        await watch.SendAsync("nonsense\n");
        var asked = _server.Requests.Count;
        await Eventually(() => _server.Requests.Count >= asked + 2);
        _time.Forward = Reflector.MissingFor;
        Assert.Equal("removed a@1", await _log.NextAsync());
    }

    [Fact]
    public async Task ListThatFailsHalfway_RemovesNothing()
    {
        var watch = await FollowAsync("1", "a@1", "b@1");
        await _log.NextAsync(3);
        _kind.List = (500, FakeApiServer.Status(500, "InternalError", "etcd is away"));
        await watch.SendAsync("nonsense\n");
        await Eventually(() => _server.Requests.Count(r => !r.Contains("watch", StringComparison.Ordinal)) >= 3);

        _kind.List = (200, FakeKind.Things("2", "a@1", "b@2"));

        Assert.Equal("changed b@2, listed", await _log.NextAsync(2));
    }

    private static Task Eventually(Func<bool> condition)
        => TestSupport.Eventually.HoldsAsync(() => Task.FromResult(condition()), "requests", TestContext.Current.CancellationToken);

    private void Follow()
    {
        var reflector = new Reflector(_server.Client(_time), FakeKind.Resource, ListOptions.All, _log, _time, NullLogger<Reflector>.Instance);
        _run = reflector.RunAsync(_stop.Token);
    }

    private async Task<FakeWatch> FollowAsync(string resourceVersion, params string[] things)
    {
        _kind.List = (200, FakeKind.Things(resourceVersion, things));
        Follow();
        return await _kind.NextWatchAsync();
    }
}
