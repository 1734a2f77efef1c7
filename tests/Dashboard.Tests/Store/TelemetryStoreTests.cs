using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Store;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Store;

/// <summary>The window of telemetry.</summary>
public class TelemetryStoreTests
{
    private readonly FilledStore _store = new(mebibytes: 16);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SpanAndLogOfADecision_AreOneDecision_WhicheverComesFirst(bool spanFirst)
    {
        var decision = new OtlpDecision("a-1") { Images = "quay.io/app:1, busybox" };
        var span = OtlpRequests.Request("Bouncer.Admission", OtlpRequests.DecisionSpan(1, _store.Now, decision));
        var log = OtlpRequests.Request("Bouncer.Decisions", OtlpRequests.DecisionLog(1, _store.Now, decision));

        _store.Take(spanFirst ? Signal.Traces : Signal.Logs, spanFirst ? span : log);
        var early = _store.Store.Snapshot();
        _store.Take(spanFirst ? Signal.Logs : Signal.Traces, spanFirst ? log : span);

        var found = _store.Queries.Decision("a-1")!;
        Assert.Equal(1, _store.Queries.Figures().Decisions);
        Assert.Equal((DecisionOutcome.Denied, "admission_review", "default", "Pod", "web", "CREATE"),
            (found.Outcome, found.Protocol, found.Namespace, found.Kind, found.Name, found.Operation));
        Assert.Equal(["quay.io/app:1", "busybox"], found.Images);
        Assert.Equal(["quay.io", "docker.io"], found.Registries);
        Assert.Equal(["docker-hub"], found.Rules);
        Assert.Equal("quay.io/app:1: docker-hub allows docker.io alone", found.Reason);
        Assert.Equal("0123456789ab", found.PolicyVersion);
        Assert.Equal(OtlpRequests.TraceText(1), found.TraceId.ToString());
        Assert.NotNull(found.Duration);

        // The older snapshot still has what was known then.
        Assert.NotSame(found, early.Decisions[early.Decisions.First].Decision);
    }

    [Fact]
    public void FailedOpenWarning_IsNoDecision()
    {
        _store.Take(Signal.Logs, OtlpRequests.Request("Bouncer.Decisions", OtlpRequests.Log(0, _store.Now, "failed-open", OtlpRequests.Attribute("ObjectNamespace", "x"))));

        Assert.Equal((0, 1L), (_store.Queries.Figures().Decisions, _store.Queries.Figures().Held.Logs));
    }

    [Fact]
    public void OldestGoesFirst_WhateverSignalItIs_AndItsDecisionsWithIt()
    {
        _store.Decide(new OtlpDecision("oldest"));
        _store.Take(Signal.Logs, Large(new string('x', 2 << 20)));
        _store.Decide(new OtlpDecision("middle"));

        while (_store.Queries.Decision("oldest") is not null)
        {
            _store.Take(Signal.Traces, OtlpRequests.Request("scope", OtlpRequests.Span(1000, 1, 0, new string('x', 100_000), _store.Now, TimeSpan.Zero)));
        }

        Assert.Null(_store.Queries.Trace(Trace(1)));
        Assert.Equal(0, _store.Queries.Figures().Held.Logs);
        Assert.NotNull(_store.Queries.Decision("middle"));
        Assert.NotNull(_store.Queries.Trace(Trace(2)));
        Assert.Equal(1, _store.Queries.Figures().Decisions);
    }

    [Fact]
    public void WhatIsHeld_IsNeverMoreThanTheLimit()
    {
        var random = new Random(3);
        for (var i = 0; i < 1_000; i++)
        {
            switch (random.Next(3))
            {
                case 0:
                    _store.Decide(Enumerable.Range(0, random.Next(1, 300)).Select(d => new OtlpDecision($"{i}-{d}") { Name = $"web-{i}-{d}" }));
                    break;
                case 1:
                    _store.Take(Signal.Logs, Large(new string('x', random.Next(50_000))));
                    break;
                default:
                    _store.Measure(OtlpRequests.Gauge("gauge", _store.Now, i));
                    break;
            }

            var figures = _store.Queries.Figures();
            Assert.InRange(figures.Used, 1, figures.Limit);
        }

        Assert.InRange(_store.Queries.Figures().Used, 14 << 20, 16 << 20);
    }

    [Fact]
    public void RequestThatCouldNotFit_IsRefused()
    {
        var error = Assert.Throws<RefusedTelemetryException>(() => _store.Take(Signal.Logs, Large(new string('x', 8 << 20))));

        Assert.Equal(413, error.Status);
        Assert.EndsWith("bytes in memory, more than half of the 16777216 that may be held. Send smaller batches.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _store.Queries.Figures().Held.Logs);
    }

    [Fact]
    public void DecisionThatIsSentAgainAndAgain_StaysOne_AndTheLimitHolds()
    {
        for (var i = 0; i < 300; i++)
        {
            _store.Decide(Enumerable.Repeat(new OtlpDecision("again"), 200));
        }

        var figures = _store.Queries.Figures();
        Assert.Equal(1, figures.Decisions);
        Assert.InRange(figures.Used, 1, figures.Limit);
        Assert.Equal("again", Assert.Single(_store.Queries.Decisions(DecisionFilter.All, null, 10).Decisions).Id);
    }

    [Fact]
    public void Snapshot_StaysAsItIs_WhileTheStoreGoesOn()
    {
        _store.Decide(Enumerable.Range(0, 1_000).Select(i => new OtlpDecision($"first-{i}")));
        var snapshot = _store.Store.Snapshot();

        for (var round = 0; _store.Queries.Decision("first-999") is not null; round++)
        {
            _store.Decide(Enumerable.Range(0, 1_000).Select(i => new OtlpDecision($"{round}-{i}")));
        }

        Assert.Equal(
            Enumerable.Range(0, 1_000).Select(i => $"first-{i}"),
            Enumerable.Range(0, snapshot.Decisions.Count).Select(i => snapshot.Decisions[snapshot.Decisions.First + i].Decision.Id));
    }

    [Fact]
    public async Task Readers_SeeWholeRequests_WhileSeveralWritersGoOn()
    {
        // Every request has ten decisions of its own.
        var writers = Enumerable.Range(0, 2).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                _store.Decide(Enumerable.Range(0, 10).Select(d => new OtlpDecision($"{writer}-{i}-{d}") { Name = $"{writer}-{i}" }));
            }
        })).ToArray();
        var reads = 0;
        while (!writers.All(w => w.IsCompleted))
        {
            var page = _store.Queries.Decisions(DecisionFilter.All, null, 1_000_000);
            Assert.All(page.Decisions.GroupBy(d => d.Name), request => Assert.Equal(10, request.Count()));
            reads++;
        }

        await Task.WhenAll(writers);
        Assert.InRange(reads, 1, int.MaxValue);
        Assert.Equal(10_000, _store.Queries.Figures().Received.Spans);
    }

    [Fact]
    public async Task Changes_AreToldAtOnceAndThenAfterAPause()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var changes = _store.Queries.ChangesAsync(TimeSpan.FromSeconds(1), end.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        var first = changes.MoveNextAsync();
        Assert.False(first.IsCompleted);
        _store.Decide(new OtlpDecision("a"));
        Assert.True(await first);

        // Two more in the pause are one.
        var second = changes.MoveNextAsync();
        _store.Decide(new OtlpDecision("b"));
        _store.Decide(new OtlpDecision("c"));
        Assert.False(second.IsCompleted);
        _store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await second);
        var third = changes.MoveNextAsync();
        _store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(third.IsCompleted);

        await end.CancelAsync();
        Assert.False(await third);
    }

    private static TraceId Trace(ulong number) => TraceId.TryParse(OtlpRequests.TraceText(number), out var id) ? id : default;

    private byte[] Large(string text) => OtlpRequests.Request("scope", OtlpRequests.Log(0, _store.Now, text));
}
