using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Otlp;

/// <summary>Records, as they come out of the bytes.</summary>
public class ReadingTests
{
    private static readonly DateTimeOffset s_time = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly BatchReader _reader = new FilledStore().Reader;

    [Fact]
    public void Span_IsReadWithAllItHas()
    {
        var message = OtlpRequests.Span(1, 2, 3, "work", s_time, TimeSpan.FromMilliseconds(5), OtlpRequests.Attribute("a", "b"))
            .Messages(11, new ProtobufMessage().Fixed64(1, OtlpRequests.Nanoseconds(s_time)).Text(2, "event").Messages(3, OtlpRequests.Attribute("c", "d")))
            .Messages(13, new ProtobufMessage().Bytes(1, OtlpRequests.TraceId(9)))
            .Messages(15, new ProtobufMessage().Text(2, "broken").Varint(3, 2));

        var span = Read(Signal.Traces, message).ReadSpan(0);

        Assert.Equal("image-bouncer-webhook", span.Resource.ServiceName);
        Assert.Equal("1.2.3", span.Resource.ServiceVersion);
        Assert.Equal("image-bouncer-webhook-1", span.Resource.InstanceId);
        Assert.Equal("scope", span.Scope.Name);
        Assert.Equal(OtlpRequests.TraceText(1), span.TraceId.ToString());
        Assert.Equal("0000000000000002", span.SpanId.ToString());
        Assert.Equal("0000000000000003", span.ParentSpanId.ToString());
        Assert.Equal(("work", SpanKind.Server, s_time, TimeSpan.FromMilliseconds(5)), (span.Name, span.Kind, span.Start, span.Duration));
        Assert.Equal((SpanStatus.Error, "broken"), (span.Status, span.StatusMessage));
        Assert.Equal("b", span.Attributes.Text("a"));
        var happened = Assert.Single(span.Events);
        Assert.Equal(("event", s_time, "d"), (happened.Name, happened.Time, happened.Attributes.Text("c")));
        Assert.Equal(OtlpRequests.TraceText(9), Assert.Single(span.Links).TraceId.ToString());
    }

    [Fact]
    public void LogRecord_IsReadWithAllItHas()
    {
        var record = Read(Signal.Logs, OtlpRequests.Log(7, s_time, "hello", OtlpRequests.Attribute("a", "b")).Text(12, "Event")).ReadLog(0);

        Assert.Equal((s_time, 9, "Information", "Event", "hello"), (record.Time, record.Severity, record.SeverityText, record.EventName, record.Body.ToString()));
        Assert.Equal(OtlpRequests.TraceText(7), record.TraceId.ToString());
        Assert.Equal("b", record.Attributes.Text("a"));
    }

    [Fact]
    public void Values_OfAllKinds_AreReadAndTold()
    {
        ProtobufMessage List(params IEnumerable<ProtobufMessage> values) => new ProtobufMessage().Messages(5, new ProtobufMessage().Messages(1, values));
        var attributes = new Dictionary<string, ProtobufMessage>
        {
            ["text"] = new ProtobufMessage().Text(1, "é"),
            ["true"] = new ProtobufMessage().Varint(2, 1),
            ["number"] = new ProtobufMessage().Varint(3, unchecked((ulong)-5)),
            ["point"] = new ProtobufMessage().Double(4, 0.5),
            ["list"] = List(new ProtobufMessage().Text(1, "a"), new ProtobufMessage().Varint(3, 2)),
            ["map"] = new ProtobufMessage().Messages(6, new ProtobufMessage().Messages(1, OtlpRequests.Attribute("k", "v"))),
            ["bytes"] = new ProtobufMessage().Bytes(7, [1, 2, 3]),
            ["nothing"] = new ProtobufMessage(),
        };

        var record = Read(Signal.Logs, new ProtobufMessage().Messages(6, attributes.Select(a => new ProtobufMessage().Text(1, a.Key).Messages(2, a.Value)))).ReadLog(0);

        Assert.Equal(
            ["text=é", "true=true", "number=-5", "point=0.5", "list=[a, 2]", "map={k: v}", "bytes=AQID", "nothing="],
            record.Attributes.Select(a => $"{a.Key}={a.Value}"));
    }

    [Fact]
    public void Histograms_OfBothKinds_HaveBoundsAndBuckets()
    {
        // Scale 0: the base is 2. Three buckets from 2^1 on: (2, 4], (4, 8], (8, 16].
        var exponential = new ProtobufMessage().Text(1, "exponential").Messages(10, new ProtobufMessage()
            .Messages(1, new ProtobufMessage().Fixed64(4, 7).Double(5, 40).Varint(6, 0).Fixed64(7, 1).Messages(8, new ProtobufMessage().Varint(1, 2).Bytes(2, [3, 2, 1]))));
        var batch = Read(Signal.Metrics, OtlpRequests.Histogram("explicit", s_time, s_time, [0.1, 1], [5, 4, 3]), exponential);

        var first = (HistogramPoint)Assert.Single(batch.ReadMetric(0).Points);
        var second = (HistogramPoint)Assert.Single(batch.ReadMetric(1).Points);

        Assert.Equal(Temporality.Cumulative, batch.ReadMetric(0).Temporality);
        Assert.Equal([0.1, 1], first.Bounds);
        Assert.Equal([5UL, 4UL, 3UL], first.Buckets);
        Assert.Equal([2, 4, 8, 16], second.Bounds);
        Assert.Equal([1UL, 3UL, 2UL, 1UL, 0UL], second.Buckets);
        Assert.Equal((7UL, 40d), (second.Count, second.Sum));
    }

    [Fact]
    public void RecordsThatAreWrong_AreLeftOutAndCounted()
    {
        var store = new FilledStore();
        var good = OtlpRequests.Span(1, 2, 0, "good", s_time, TimeSpan.Zero);
        var bad = new ProtobufMessage().Bytes(1, [1, 2, 3]).Bytes(2, [1]).Text(5, "bad");

        var answer = store.Take(Signal.Traces, OtlpRequests.Request("scope", good, bad, bad));

        Assert.Equal(
            new ProtobufMessage()
                .Messages(1, new ProtobufMessage().Varint(1, 2).Text(2, "A span needs a trace id of 16 bytes and a span id of 8, neither all zero."))
                .ToArray(),
            answer);
        Assert.Equal((1L, 2L), (store.Queries.Figures().Held.Spans, store.Queries.Figures().Rejected));
    }

    [Fact]
    public void MetricWithoutAName_IsRejectedByItsPoints()
    {
        var store = new FilledStore();
        var nameless = new ProtobufMessage().Messages(5, new ProtobufMessage().Messages(1, new ProtobufMessage(), new ProtobufMessage(), new ProtobufMessage()));

        var answer = store.Take(Signal.Metrics, OtlpRequests.Request("scope", nameless));

        Assert.Equal(
            new ProtobufMessage().Messages(1, new ProtobufMessage().Varint(1, 3).Text(2, "A metric needs a name.")).ToArray(), answer);
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("busybox", "busybox", "docker.io")]
    [InlineData("busybox, quay.io/a:1, docker.io/x", "busybox|quay.io/a:1|docker.io/x", "docker.io|quay.io")]
    [InlineData("a.example.com/x, b.example.com/y and 5 more", "a.example.com/x|b.example.com/y", "a.example.com|b.example.com")]
    [InlineData("not an image!, UPPER.example.com/x", "not an image!|UPPER.example.com/x", "upper.example.com")]
    public void ImagesOfADecision_AreDivided_AndTheirRegistriesInNormalForm(string told, string images, string registries)
    {
        var span = OtlpRequests.DecisionSpan(1, s_time, new OtlpDecision("a") { Images = told });

        var (decision, _) = Assert.Single(_reader.Read(Signal.Traces, OtlpRequests.Request("Bouncer.Admission", span)).Decisions);

        Assert.Equal(images, string.Join('|', decision.Images));
        Assert.Equal(registries, string.Join('|', decision.Registries));
    }

    [Theory]
    [InlineData(double.NaN, null)]
    [InlineData(double.NegativeInfinity, 0d)]
    [InlineData(2.5, 2.5)]
    public void DurationOfADecision_IsNoneOrAtLeastNothing(double told, double? milliseconds)
    {
        var record = OtlpRequests.DecisionLog(1, s_time, new OtlpDecision("a"), told);

        var (decision, _) = Assert.Single(_reader.Read(Signal.Logs, OtlpRequests.Request("Bouncer.Decisions", record)).Decisions);

        Assert.Equal(milliseconds, decision.Duration?.TotalMilliseconds);
    }

    [Fact]
    public void ListOfADecision_IsReadUpToTwentyEntries()
    {
        var span = OtlpRequests.DecisionSpan(1, s_time, new OtlpDecision("a") { Rules = string.Join(", ", Enumerable.Range(1, 21)) });

        var (decision, _) = Assert.Single(_reader.Read(Signal.Traces, OtlpRequests.Request("Bouncer.Admission", span)).Decisions);

        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), decision.Rules);
    }

    [Fact]
    public void ResourceAndScopeBehindTheirRecords_AreFound()
    {
        // Fields of a message may come in any order.
        var request = new ProtobufMessage().Messages(1, new ProtobufMessage()
            .Messages(2, new ProtobufMessage()
                .Messages(2, OtlpRequests.DecisionSpan(1, s_time, new OtlpDecision("late")))
                .Messages(1, new ProtobufMessage().Text(1, "Bouncer.Admission")))
            .Messages(1, OtlpRequests.Resource("gatekeeper-adapter"))).ToArray();

        var (decision, _) = Assert.Single(_reader.Read(Signal.Traces, request).Decisions);

        Assert.Equal(("late", "gatekeeper-adapter"), (decision.Id, decision.Service));
    }

    private TelemetryBatch Read(Signal signal, params IEnumerable<ProtobufMessage> records) => _reader.Read(signal, OtlpRequests.Request("scope", records)).Batch;
}
