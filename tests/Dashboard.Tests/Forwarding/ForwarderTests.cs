using System.Collections.Concurrent;
using System.Net;
using Bouncer.Dashboard.Forwarding;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport;
using Bouncer.TestSupport.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.Dashboard.Tests.Forwarding;

/// <summary>What is passed on.</summary>
public class ForwarderTests
{
    private static readonly byte[] s_request = OtlpRequests.Request("scope", OtlpRequests.Span(1, 1, 0, "span", DateTimeOffset.UnixEpoch, TimeSpan.Zero));

    [Fact]
    public async Task EveryRequest_IsPassedOnAsItCame()
    {
        await using var further = await FurtherEndpoint.StartAsync();
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { Forward = further.Address, ForwardHeaders = [new("x-tenant", "a")] });

        using var answer = await dashboard.SendAsync("/v1/traces", s_request);
        using var logs = await dashboard.SendAsync("/v1/logs", OtlpRequests.Request("scope", OtlpRequests.Log(0, DateTimeOffset.UnixEpoch, "x")));

        await Eventually.HoldsAsync(() => Task.FromResult(further.Received.Count == 2), "two requests", TestContext.Current.CancellationToken);
        var (_, type, tenant, body) = Assert.Single(further.Received, r => r.Path == "/base/v1/traces");
        Assert.Equal(("application/x-protobuf", "a"), (type, tenant));
        Assert.Equal(s_request, body);
        Assert.Contains(further.Received, r => r.Path == "/base/v1/logs");
    }

    [Fact]
    public async Task BusyEndpoint_IsAskedAgain_AndOneThatRefusesIsNot()
    {
        await using var further = await FurtherEndpoint.StartAsync(503, 429, 200, 400);
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { Forward = further.Address });

        using var first = await dashboard.SendAsync("/v1/traces", s_request);
        await FiguresAsync(dashboard, f => f.Sent == 1, "the first is sent");
        using var second = await dashboard.SendAsync("/v1/traces", s_request);
        await FiguresAsync(dashboard, f => f.Dropped == 1, "the second is given up");

        Assert.Equal(4, further.Received.Count);
        Assert.Equal($"{further.Address} answered 400", dashboard.Queries.Figures().Forwarding!.LastError);
        Assert.Equal((0, 0L), (dashboard.Queries.Figures().Forwarding!.Waiting, dashboard.Queries.Figures().Forwarding!.WaitingBytes));
    }

    [Fact]
    public async Task EndpointThatIsNotThere_HoldsNothingUp_AndWhatDoesNotFitIsDroppedAndCounted()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { Forward = new Uri("http://127.0.0.1:1"), ForwardQueue = 3 * s_request.Length });

        for (var i = 0; i < 5; i++)
        {
            using var answer = await dashboard.SendAsync("/v1/traces", s_request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var figures = dashboard.Queries.Figures();
        Assert.Equal((2L, 3, 3L * s_request.Length), (figures.Forwarding!.Dropped, figures.Forwarding.Waiting, figures.Forwarding.WaitingBytes));
        Assert.Equal(5, figures.Held.Spans);
        await FiguresAsync(dashboard, f => f.LastError?.Contains("127.0.0.1:1", StringComparison.Ordinal) == true, "the error is told");
    }

    [Fact]
    public void Pauses_GrowUntilItIsGivenUp()
    {
        var time = new FakeTimeProvider();
        var retries = new Retries(time);
        List<TimeSpan> pauses = [];
        while (retries.Next(null) is { } pause)
        {
            pauses.Add(pause);
            time.Advance(pause);
        }

        Assert.InRange(pauses[0], TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5));
        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(45)));
        Assert.InRange(pauses.Aggregate((a, b) => a + b), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.FromSeconds(7), new Retries(time).Next(TimeSpan.FromSeconds(7)));
        Assert.NotEqual(TimeSpan.Zero, new Retries(time).Next(TimeSpan.Zero));
    }

    [Fact]
    public void Queue_TakesWhatFits_AndNoByteMore()
    {
        var queue = new ForwardQueue(10);

        Assert.True(queue.TryAdd(Signal.Traces, new byte[4]));
        Assert.True(queue.TryAdd(Signal.Traces, new byte[6]));
        Assert.False(queue.TryAdd(Signal.Traces, new byte[1]));
        queue.Done(new byte[4]);
        Assert.True(queue.TryAdd(Signal.Traces, new byte[4]));
        Assert.Equal((2, 10L), (queue.Count, queue.Bytes));
    }

    private static Task FiguresAsync(RunningDashboard dashboard, Func<Bouncer.Dashboard.Queries.ForwardingFigures, bool> condition, string what)
        => Eventually.HoldsAsync(
            () => Task.FromResult(condition(dashboard.Queries.Figures().Forwarding!)), what, TestContext.Current.CancellationToken);

    /// <summary>Takes OTLP, and answers with one status after the other, 200 in the end.</summary>
    private sealed class FurtherEndpoint : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private FurtherEndpoint(WebApplication app)
        {
            _app = app;
        }

        public Uri Address => new(_app.Urls.Single() + "/base");

        public ConcurrentQueue<(string Path, string? Type, string Tenant, byte[] Body)> Received { get; } = [];

        public static async Task<FurtherEndpoint> StartAsync(params IEnumerable<int> statuses)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
            var app = builder.Build();
            var endpoint = new FurtherEndpoint(app);
            var left = new ConcurrentQueue<int>(statuses);
            app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                endpoint.Received.Enqueue((context.Request.Path, context.Request.ContentType, context.Request.Headers["x-tenant"].ToString(), body.ToArray()));
                context.Response.StatusCode = left.TryDequeue(out var status) ? status : 200;
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return endpoint;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
