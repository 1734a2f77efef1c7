using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Reads log records (logs.proto). The bytes have been checked by their shape.</summary>
internal static class LogReader
{
    /// <summary><c>LogRecord</c>.</summary>
    public static LogRecord Read(ReadOnlySpan<byte> bytes, Resource resource, InstrumentationScope scope)
    {
        ulong time = 0, observed = 0;
        var severity = 0;
        var (severityText, eventName) = ("", "");
        AttributeValue body = default;
        List<KeyValue> attributes = [];
        TraceId traceId = default;
        SpanId spanId = default;
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Fixed64:
                    time = reader.Fixed64();
                    break;
                case (2 << 3) | Wire.Varint:
                    severity = (int)Math.Min(reader.Varint(), int.MaxValue);
                    break;
                case (3 << 3) | Wire.Length:
                    severityText = ValueReader.Text(reader.Bytes());
                    break;
                case (5 << 3) | Wire.Length:
                    body = ValueReader.Value(reader.Message());
                    break;
                case (6 << 3) | Wire.Length:
                    attributes.Add(ValueReader.Attribute(reader.Message()));
                    break;
                case (9 << 3) | Wire.Length:
                    traceId = TraceId.Read(reader.Bytes());
                    break;
                case (10 << 3) | Wire.Length:
                    spanId = SpanId.Read(reader.Bytes());
                    break;
                case (11 << 3) | Wire.Fixed64:
                    observed = reader.Fixed64();
                    break;
                case (12 << 3) | Wire.Length:
                    eventName = ValueReader.Text(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new LogRecord
        {
            Resource = resource,
            Scope = scope,
            Time = ValueReader.Time(time != 0 ? time : observed),
            Severity = severity,
            SeverityText = severityText,
            EventName = eventName,
            Body = body,
            Attributes = attributes,
            TraceId = traceId,
            SpanId = spanId,
        };
    }
}
