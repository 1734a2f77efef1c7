using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Otlp;

/// <summary>What strangers send is refused or taken, and nothing else: what was taken can be read to its end.</summary>
public class HostileRequestTests
{
    private const int Inputs = 20_000;

    private static readonly DateTimeOffset s_time = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly BatchReader _reader = new FilledStore().Reader;

    public static IEnumerable<TheoryDataRow<string>> Signals => Enum.GetNames<Signal>().Select(s => new TheoryDataRow<string>(s));

    [Theory]
    [MemberData(nameof(Signals))]
    public void RandomBytes_AreRefusedOrRead(string name)
    {
        var signal = Enum.Parse<Signal>(name);
        var random = new Random(7);
        var taken = Enumerable.Range(0, Inputs).Count(_ =>
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            return IsTaken(signal, bytes);
        });

        Assert.InRange(taken, 1, Inputs - 1);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void ChangedBytesOfARequest_AreRefusedOrRead(string name)
    {
        var signal = Enum.Parse<Signal>(name);
        var request = Everything(signal);
        var random = new Random(11);
        var taken = Enumerable.Range(0, Inputs).Count(_ =>
        {
            var bytes = request.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            return IsTaken(signal, bytes);
        });

        Assert.InRange(taken, 1, Inputs - 1);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void RequestThatBreaksOff_IsRefused(string name)
    {
        var signal = Enum.Parse<Signal>(name);
        var request = Everything(signal);

        Assert.True(IsTaken(signal, request));

        // It is one field of the request's, so that no part of it is whole; but nothing at all is an empty request.
        Assert.All(Enumerable.Range(1, request.Length - 1), length => Assert.False(IsTaken(signal, request[..length])));
        Assert.True(IsTaken(signal, []));
    }

    [Fact]
    public void BrokenMessage_IsNamedWithItsPlace()
        => Assert.Equal(
            "The body is no OTLP message in protobuf: a field of 100 bytes that breaks off at byte 2.",
            Assert.Throws<RefusedTelemetryException>(() => _reader.Read(Signal.Traces, [0x0A, 100, 0x0A])).Message);

    [Fact]
    public void ValuesTooDeepInEachOther_AreRefused()
    {
        Assert.True(IsTaken(Signal.Logs, Nested(10)));

        var error = Assert.Throws<RefusedTelemetryException>(() => _reader.Read(Signal.Logs, Nested(10_000)));

        Assert.Equal(400, error.Status);
        Assert.Contains("a message in more than 64 others", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreRecordsThanTheLimit_AreRefused()
    {
        static byte[] Request(int records) => OtlpRequests.Request("scope", Enumerable.Repeat(new ProtobufMessage(), records));

        Assert.Equal(BatchReader.MaxRecords, _reader.Read(Signal.Logs, Request(BatchReader.MaxRecords)).Batch.Count);
        var error = Assert.Throws<RefusedTelemetryException>(() => _reader.Read(Signal.Logs, Request(BatchReader.MaxRecords + 1)));

        Assert.Equal(413, error.Status);
        Assert.Equal("The body has more than 65536 records. Send smaller batches.", error.Message);
    }

    [Fact]
    public void GroupsAndUnknownFields_AreRefusedAndPassedOver()
    {
        Assert.False(IsTaken(Signal.Traces, [(1 << 3) | 3, (1 << 3) | 4]));
        Assert.True(IsTaken(Signal.Traces, new ProtobufMessage().Varint(99, 5).Text(98, "new").Fixed64(97, 1).ToArray()));
    }

    [Fact]
    public void NumbersInOnePieceThatBreakOff_AreRefused()
    {
        static byte[] Request(params byte[] packed) => OtlpRequests.Request("meter", new ProtobufMessage().Text(1, "m").Messages(10, new ProtobufMessage()
            .Messages(1, new ProtobufMessage().Messages(8, new ProtobufMessage().Bytes(2, packed)))));

        Assert.True(IsTaken(Signal.Metrics, Request(1, 0x80, 1)));
        Assert.False(IsTaken(Signal.Metrics, Request(1, 0x80)));
        Assert.False(IsTaken(Signal.Metrics, Request([.. Enumerable.Repeat<byte>(0x80, 10), 1])));
    }

    private static byte[] Everything(Signal signal) => signal switch
    {
        Signal.Traces => OtlpRequests.Request(
            "Bouncer.Admission",
            OtlpRequests.DecisionSpan(1, s_time, new OtlpDecision("a-1"))
                .Messages(11, new ProtobufMessage().Fixed64(1, 5).Text(2, "event").Messages(3, OtlpRequests.Attribute("a", "b")))
                .Messages(13, new ProtobufMessage().Bytes(1, OtlpRequests.TraceId(2)).Messages(4, OtlpRequests.Attribute("a", "b")))
                .Messages(15, new ProtobufMessage().Text(2, "broken").Varint(3, 2))),
        Signal.Logs => OtlpRequests.Request("Bouncer.Decisions", OtlpRequests.DecisionLog(1, s_time, new OtlpDecision("a-1"))),
        _ => OtlpRequests.Request(
            "Bouncer.Admission",
            OtlpRequests.Gauge("gauge", s_time, 1, OtlpRequests.Attribute("a", "b")),
            OtlpRequests.Counter("counter", s_time, s_time, 1),
            OtlpRequests.Histogram("histogram", s_time, s_time, [1, 2], [3, 4, 5]),
            new ProtobufMessage().Text(1, "exponential").Messages(10, new ProtobufMessage()
                .Messages(1, new ProtobufMessage().Varint(6, 3).Fixed64(7, 1).Messages(8, new ProtobufMessage().Varint(1, 4).Bytes(2, [1, 2, 3]))))),
    };

    /// <summary>A log record whose body is a list in a list in a list.</summary>
    private static byte[] Nested(int depth)
    {
        var value = new ProtobufMessage().Text(1, "x");
        for (var i = 0; i < depth; i++)
        {
            value = new ProtobufMessage().Messages(5, new ProtobufMessage().Messages(1, value));
        }

        return OtlpRequests.Request("scope", new ProtobufMessage().Messages(5, value));
    }

    private bool IsTaken(Signal signal, byte[] bytes)
    {
        try
        {
            var batch = _reader.Read(signal, bytes).Batch;
            for (var i = 0; i < batch.Count; i++)
            {
                var text = signal switch
                {
                    Signal.Traces => string.Join('\n', batch.ReadSpan(i).Attributes),
                    Signal.Logs => batch.ReadLog(i).Body.ToString(),
                    _ => string.Join('\n', batch.ReadMetric(i).Points),
                };
                Assert.NotNull(text);
            }

            return true;
        }
        catch (RefusedTelemetryException e)
        {
            Assert.True(e.Status is 400 or 413, e.Message);
            return false;
        }
    }
}
