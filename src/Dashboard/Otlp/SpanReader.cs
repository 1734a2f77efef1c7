using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Reads spans (trace.proto). The bytes have been checked by their shape.</summary>
internal static class SpanReader
{
    /// <summary><c>Span</c>.</summary>
    public static Span Read(ReadOnlySpan<byte> bytes, Resource resource, InstrumentationScope scope)
    {
        TraceId traceId = default;
        SpanId spanId = default, parent = default;
        var name = "";
        var kind = SpanKind.Unspecified;
        ulong start = 0, end = 0;
        List<KeyValue> attributes = [];
        List<SpanEvent> events = [];
        List<SpanLink> links = [];
        (SpanStatus Code, string Message) status = (SpanStatus.Unset, "");
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    traceId = TraceId.Read(reader.Bytes());
                    break;
                case (2 << 3) | Wire.Length:
                    spanId = SpanId.Read(reader.Bytes());
                    break;
                case (4 << 3) | Wire.Length:
                    parent = SpanId.Read(reader.Bytes());
                    break;
                case (5 << 3) | Wire.Length:
                    name = ValueReader.Text(reader.Bytes());
                    break;
                case (6 << 3) | Wire.Varint:
                    kind = reader.Varint() is <= (ulong)SpanKind.Consumer and var number ? (SpanKind)number : SpanKind.Unspecified;
                    break;
                case (7 << 3) | Wire.Fixed64:
                    start = reader.Fixed64();
                    break;
                case (8 << 3) | Wire.Fixed64:
                    end = reader.Fixed64();
                    break;
                case (9 << 3) | Wire.Length:
                    attributes.Add(ValueReader.Attribute(reader.Message()));
                    break;
                case (11 << 3) | Wire.Length:
                    events.Add(Event(reader.Message()));
                    break;
                case (13 << 3) | Wire.Length:
                    links.Add(Link(reader.Message()));
                    break;
                case (15 << 3) | Wire.Length:
                    status = Status(reader.Message());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new Span
        {
            Resource = resource,
            Scope = scope,
            TraceId = traceId,
            SpanId = spanId,
            ParentSpanId = parent,
            Name = name,
            Kind = kind,
            Start = ValueReader.Time(start),
            End = ValueReader.Time(end),
            Status = status.Code,
            StatusMessage = status.Message,
            Attributes = attributes,
            Events = events,
            Links = links,
        };
    }

    private static SpanEvent Event(ProtobufReader reader)
    {
        ulong time = 0;
        var name = "";
        List<KeyValue> attributes = [];
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Fixed64:
                    time = reader.Fixed64();
                    break;
                case (2 << 3) | Wire.Length:
                    name = ValueReader.Text(reader.Bytes());
                    break;
                case (3 << 3) | Wire.Length:
                    attributes.Add(ValueReader.Attribute(reader.Message()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(ValueReader.Time(time), name, attributes);
    }

    private static SpanLink Link(ProtobufReader reader)
    {
        TraceId traceId = default;
        SpanId spanId = default;
        List<KeyValue> attributes = [];
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    traceId = TraceId.Read(reader.Bytes());
                    break;
                case (2 << 3) | Wire.Length:
                    spanId = SpanId.Read(reader.Bytes());
                    break;
                case (4 << 3) | Wire.Length:
                    attributes.Add(ValueReader.Attribute(reader.Message()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(traceId, spanId, attributes);
    }

    private static (SpanStatus Code, string Message) Status(ProtobufReader reader)
    {
        var (code, message) = (SpanStatus.Unset, "");
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (2 << 3) | Wire.Length:
                    message = ValueReader.Text(reader.Bytes());
                    break;
                case (3 << 3) | Wire.Varint:
                    code = reader.Varint() is <= (ulong)SpanStatus.Error and var number ? (SpanStatus)number : SpanStatus.Unset;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (code, message);
    }
}
