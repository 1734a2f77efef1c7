using System.Threading.Channels;
using Bouncer.KubernetesApi;
using Microsoft.AspNetCore.Http;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster.Support;

/// <summary>A kind of the fake API server: lists are answered from a text, watches are handed to the test.</summary>
internal sealed class FakeKind
{
    public static readonly ApiResource Resource = new("example.dev", "v1", "things");

    private readonly Channel<FakeWatch> _watches = Channel.CreateUnbounded<FakeWatch>();

    /// <summary>What a list answers: the status and the body.</summary>
    public (int Code, string Body) List { get; set; } = (200, Things("1"));

    public async Task AnswerAsync(HttpContext context)
    {
        if (!context.Request.Query.ContainsKey("watch"))
        {
            await FakeApiServer.WriteAsync(context, List.Code, List.Body);
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.StartAsync();
        var watch = new FakeWatch(context);
        _watches.Writer.TryWrite(watch);
        await watch.Ended;
    }

    /// <summary>The next watch that is opened.</summary>
    public ValueTask<FakeWatch> NextWatchAsync() => _watches.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>A list of things, each written <c>name@resourceVersion</c>.</summary>
    public static string Things(string resourceVersion, params string[] things)
        => $$"""{"kind":"ThingList","apiVersion":"example.dev/v1","metadata":{"resourceVersion":"{{resourceVersion}}"},"items":[{{string.Join(",", things.Select(Thing))}}]}""";

    public static string Event(string type, string thing) => $$"""{"type":"{{type}}","object":{{Thing(thing)}} }""" + "\n";

    private static string Thing(string thing)
        => $$"""{"metadata":{"name":"{{thing.Split('@')[0]}}","resourceVersion":"{{thing.Split('@')[1]}}"} }""";
}

/// <summary>A watch that is open at the fake API server.</summary>
internal sealed class FakeWatch(HttpContext context)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _ended.Task;

    /// <summary>The state that it goes on from.</summary>
    public string From { get; } = context.Request.Query["resourceVersion"]!;

    public async Task SendAsync(string text)
    {
        await context.Response.WriteAsync(text, TestContext.Current.CancellationToken);
        await context.Response.Body.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends it as an API server does.</summary>
    public void End() => _ended.TrySetResult();

    /// <summary>Breaks the connection.</summary>
    public void Break()
    {
        context.Abort();
        _ended.TrySetResult();
    }
}
