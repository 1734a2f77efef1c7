using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Queries;

/// <summary>Traces, logs, and who sent them.</summary>
public class TraceAndLogTests
{
    private readonly FilledStore _store = new();

    [Fact]
    public void Trace_IsATree_OfSpansThatCameInAnyOrder()
    {
        Spans(Span(3, 2, "grandchild", 20), Span(5, 1, "second child", 30), Span(9, 77, "orphan", 50));
        Spans(Span(2, 1, "first child", 10), Span(1, 0, "root", 0));
        Spans(OtlpRequests.Span(2, 1, 0, "of another trace", _store.Now, TimeSpan.Zero));
        _store.Take(Signal.Logs, OtlpRequests.Request("logger", OtlpRequests.Log(1, _store.Now, "told in it"), OtlpRequests.Log(0, _store.Now, "told outside")));

        var tree = _store.Queries.Trace(Id(1))!;

        Assert.Equal(
            [("root", 0, false), ("first child", 1, false), ("grandchild", 2, false), ("second child", 1, false), ("orphan", 0, true)],
            tree.Spans.Select(s => (s.Span.Name, s.Depth, s.HasMissingParent)));
        Assert.Equal(TimeSpan.FromMilliseconds(20), tree.Spans[2].Offset);
        Assert.Equal((_store.Now, TimeSpan.FromMilliseconds(60)), (tree.Start, tree.Duration));
        Assert.Equal("told in it", Assert.Single(tree.Logs).Body.ToString());
        Assert.False(tree.IsCut);
        Assert.Null(_store.Queries.Trace(Id(99)));
    }

    [Fact]
    public void SpansInACircle_AndOnesSentTwice_AreShownOnce()
    {
        Spans(Span(1, 2, "a", 0), Span(2, 1, "b", 1), Span(3, 3, "its own parent", 2), Span(3, 3, "its own parent", 2));

        var tree = _store.Queries.Trace(Id(1))!;

        Assert.Equal(["a", "b", "its own parent"], tree.Spans.Select(s => s.Span.Name).Order());
    }

    [Fact]
    public void VeryDeepTrace_IsShown_AndAVeryLargeOneCut()
    {
        Spans(Enumerable.Range(1, TraceTree.MaxRows + 1).Select(i => Span((ulong)i, (ulong)i - 1, "step", i)));

        var tree = _store.Queries.Trace(Id(1))!;

        Assert.Equal(TraceTree.MaxRows, tree.Spans.Count);
        Assert.Equal(TraceTree.MaxRows - 1, tree.Spans[^1].Depth);
        Assert.True(tree.IsCut);
    }

    [Fact]
    public void Logs_AreFiltered_NewestFirst()
    {
        for (var i = 0; i < 3; i++)
        {
            _store.Take(Signal.Logs, OtlpRequests.Request("logger", OtlpRequests.Log(0, _store.Now, $"line {i}", OtlpRequests.Attribute("Who", "Somebody"))));
            _store.Time.Advance(TimeSpan.FromSeconds(1));
        }

        _store.Take(Signal.Logs, OtlpRequests.Request("another", "logger", [OtlpRequests.Log(0, _store.Now, "line 3")]));

        Assert.Equal(["line 3", "line 2"], Find(new(), 2));
        Assert.Equal(["line 2", "line 1", "line 0"], Find(new() { Text = "SOMEbody" }));
        Assert.Equal(["line 3"], Find(new() { Service = "another" }));
        Assert.Equal(["line 0"], Find(new() { Window = new(_store.Now - TimeSpan.FromSeconds(3), _store.Now - TimeSpan.FromSeconds(2)) }));
        Assert.Empty(Find(new() { MinSeverity = 13 }));
    }

    [Fact]
    public void Resources_AreWhoSent_WithHowMuch()
    {
        var first = _store.Now;
        _store.Decide(new OtlpDecision("a"), new OtlpDecision("b"));
        _store.Take(Signal.Logs, OtlpRequests.Request("gatekeeper-adapter", "logger", [OtlpRequests.Log(0, first, "x")]));
        _store.Time.Advance(TimeSpan.FromSeconds(5));
        _store.Measure(OtlpRequests.Gauge("gauge", first, 1));

        var resources = _store.Queries.Resources();

        Assert.Equal(
            [("gatekeeper-adapter", 0L, 1L, 0L), ("image-bouncer-webhook", 2L, 0L, 1L)],
            resources.Select(r => (r.Resource.ServiceName, r.Spans, r.Logs, r.Metrics)));
        Assert.Equal((first, _store.Now), (resources[1].FirstSeen, resources[1].LastSeen));
    }

    private static TraceId Id(ulong number) => TraceId.TryParse(OtlpRequests.TraceText(number), out var id) ? id : default;

    private ProtobufMessage Span(ulong id, ulong parent, string name, int milliseconds)
        => OtlpRequests.Span(1, id, parent, name, _store.Now + TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(10));

    private void Spans(params IEnumerable<ProtobufMessage> spans) => _store.Take(Signal.Traces, OtlpRequests.Request("scope", spans));

    private IEnumerable<string> Find(LogFilter filter, int size = 10) => _store.Queries.Logs(filter, size).Select(r => r.Body.ToString());
}
