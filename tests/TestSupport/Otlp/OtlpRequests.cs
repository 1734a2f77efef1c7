using System.Buffers.Binary;
using System.Globalization;

namespace Bouncer.TestSupport.Otlp;

/// <summary>Requests of OTLP, as our services send them (docs/telemetry.md) and as they do not.</summary>
public static class OtlpRequests
{
    /// <summary>A request with records of one scope of one service; the same form for all signals.</summary>
    public static byte[] Request(string scope, params IEnumerable<ProtobufMessage> records) => Request("image-bouncer-webhook", scope, records);

    /// <summary>A request with records of one scope of a service.</summary>
    public static byte[] Request(string service, string scope, IEnumerable<ProtobufMessage> records)
        => new ProtobufMessage()
            .Messages(1, new ProtobufMessage()
                .Messages(1, Resource(service))
                .Messages(2, new ProtobufMessage().Messages(1, new ProtobufMessage().Text(1, scope)).Messages(2, records)))
            .ToArray();

    /// <summary><c>Resource</c>.</summary>
    public static ProtobufMessage Resource(string service)
        => new ProtobufMessage().Messages(1, Attribute("service.name", service), Attribute("service.version", "1.2.3"), Attribute("service.instance.id", service + "-1"));

    /// <summary><c>KeyValue</c> with a text.</summary>
    public static ProtobufMessage Attribute(string key, string value)
        => new ProtobufMessage().Text(1, key).Messages(2, new ProtobufMessage().Text(1, value));

    /// <summary><c>Span</c>. Identifiers are made from numbers.</summary>
    public static ProtobufMessage Span(
        ulong trace, ulong id, ulong parent, string name, DateTimeOffset start, TimeSpan duration, params IEnumerable<ProtobufMessage> attributes)
    {
        var span = new ProtobufMessage().Bytes(1, TraceId(trace)).Bytes(2, SpanId(id));
        return (parent == 0 ? span : span.Bytes(4, SpanId(parent)))
            .Text(5, name)
            .Varint(6, 2)
            .Fixed64(7, Nanoseconds(start))
            .Fixed64(8, Nanoseconds(start + duration))
            .Messages(9, attributes);
    }

    /// <summary>The span of a review, scope <c>Bouncer.Admission</c>.</summary>
    public static ProtobufMessage DecisionSpan(ulong number, DateTimeOffset time, OtlpDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return Span(
            number,
            number,
            0,
            "AdmissionReview",
            time,
            TimeSpan.FromMicroseconds(120),
            Attribute("network.protocol.version", "2"),
            Attribute("bouncer.protocol", "admission_review"),
            Attribute("bouncer.outcome", decision.Outcome),
            Attribute("bouncer.decision.id", decision.Id),
            Attribute("bouncer.policy.version", "0123456789ab"),
            Attribute("k8s.namespace.name", decision.Namespace),
            Attribute("bouncer.object.kind", "Pod"),
            Attribute("bouncer.object.name", decision.Name),
            Attribute("bouncer.operation", "CREATE"),
            Attribute("bouncer.reason", decision.Reason),
            Attribute("bouncer.image.names", decision.Images),
            Attribute("bouncer.rules", decision.Rules));
    }

    /// <summary>The record of the decision log, scope <c>Bouncer.Decisions</c>.</summary>
    public static ProtobufMessage DecisionLog(ulong trace, DateTimeOffset time, OtlpDecision decision, double milliseconds = 0.25)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return Log(
            trace,
            time,
            $"admission_review {decision.Outcome} in {decision.Namespace}",
            Attribute("Protocol", "admission_review"),
            Attribute("Outcome", decision.Outcome),
            Attribute("DecisionId", decision.Id),
            Attribute("ObjectNamespace", decision.Namespace),
            Attribute("ObjectKind", "Pod"),
            Attribute("ObjectName", decision.Name),
            Attribute("Operation", "CREATE"),
            Attribute("Images", decision.Images),
            Attribute("Rules", decision.Rules),
            Attribute("PolicyVersion", "0123456789ab"),
            Attribute("Reason", decision.Reason),
            new ProtobufMessage().Text(1, "ElapsedMilliseconds").Messages(2, new ProtobufMessage().Double(4, milliseconds)));
    }

    /// <summary><c>LogRecord</c> at the level of information.</summary>
    public static ProtobufMessage Log(ulong trace, DateTimeOffset time, string body, params IEnumerable<ProtobufMessage> attributes)
    {
        var record = new ProtobufMessage().Fixed64(1, Nanoseconds(time)).Varint(2, 9).Text(3, "Information")
            .Messages(5, new ProtobufMessage().Text(1, body)).Messages(6, attributes);
        return trace == 0 ? record : record.Bytes(9, TraceId(trace)).Bytes(10, SpanId(trace));
    }

    /// <summary><c>Metric</c> that is a gauge with one point.</summary>
    public static ProtobufMessage Gauge(string name, DateTimeOffset time, double value, params IEnumerable<ProtobufMessage> attributes)
        => new ProtobufMessage().Text(1, name).Messages(5, new ProtobufMessage().Messages(1, Number(time, time, value, attributes)));

    /// <summary><c>Metric</c> that is a cumulative, growing sum with one point.</summary>
    public static ProtobufMessage Counter(string name, DateTimeOffset start, DateTimeOffset time, double value, params IEnumerable<ProtobufMessage> attributes)
        => new ProtobufMessage().Text(1, name)
            .Messages(7, new ProtobufMessage().Messages(1, Number(start, time, value, attributes)).Varint(2, 2).Varint(3, 1));

    /// <summary><c>Metric</c> that is a cumulative histogram with one point.</summary>
    public static ProtobufMessage Histogram(
        string name, DateTimeOffset start, DateTimeOffset time, double[] bounds, ulong[] buckets, params IEnumerable<ProtobufMessage> exemplars)
        => new ProtobufMessage().Text(1, name).Messages(9, new ProtobufMessage()
            .Messages(1, new ProtobufMessage()
                .Fixed64(2, Nanoseconds(start))
                .Fixed64(3, Nanoseconds(time))
                .Fixed64(4, buckets.Aggregate(0UL, (sum, next) => sum + next))
                .Packed(6, buckets)
                .Packed(7, bounds.Select(BitConverter.DoubleToUInt64Bits))
                .Messages(8, exemplars))
            .Varint(2, 2));

    /// <summary><c>Exemplar</c> of a number with a point.</summary>
    public static ProtobufMessage Exemplar(DateTimeOffset time, double value, ulong trace)
        => new ProtobufMessage().Fixed64(2, Nanoseconds(time)).Double(3, value).Bytes(4, SpanId(trace)).Bytes(5, TraceId(trace));

    /// <summary>The bytes of a trace's identifier.</summary>
    public static byte[] TraceId(ulong number)
    {
        var bytes = new byte[16];
        bytes[0] = 0xAB;
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), number);
        return bytes;
    }

    /// <summary>The same in hexadecimal digits.</summary>
    public static string TraceText(ulong number) => "ab00000000000000" + number.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Nanoseconds since 1970.</summary>
    public static ulong Nanoseconds(DateTimeOffset time) => (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static byte[] SpanId(ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }

    private static ProtobufMessage Number(DateTimeOffset start, DateTimeOffset time, double value, IEnumerable<ProtobufMessage> attributes)
        => new ProtobufMessage().Fixed64(2, Nanoseconds(start)).Fixed64(3, Nanoseconds(time)).Double(4, value).Messages(7, attributes);
}

/// <summary>A decision to send.</summary>
public sealed record OtlpDecision(string Id)
{
    /// <summary><c>allowed</c>, <c>denied</c> or <c>failed</c>.</summary>
    public string Outcome { get; init; } = "denied";

    /// <summary>The namespace.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The name of the object.</summary>
    public string Name { get; init; } = "web";

    /// <summary>The images, divided by a comma and a space.</summary>
    public string Images { get; init; } = "quay.io/app:1";

    /// <summary>The rules, divided in the same way.</summary>
    public string Rules { get; init; } = "docker-hub";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "quay.io/app:1: docker-hub allows docker.io alone";
}
