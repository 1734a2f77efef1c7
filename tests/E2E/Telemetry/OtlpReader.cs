using System.Text;

namespace Bouncer.E2E.Telemetry;

/// <summary>Reads what the tests want of OTLP's messages (opentelemetry-proto, v1). Field numbers are theirs.</summary>
internal static class OtlpReader
{
    public static IEnumerable<OtlpSpan> Spans(byte[] request)
        => ProtobufMessage.Parse(request).Messages(1).SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2))
            .Select(span => new OtlpSpan(Id(span, 1), span.Text(5), Attributes(span, 9)));

    public static IEnumerable<OtlpLogRecord> LogRecords(byte[] request)
        => ProtobufMessage.Parse(request).Messages(1).SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2))
            .Select(record => new OtlpLogRecord(Id(record, 9), Attributes(record, 6)));

    public static IEnumerable<OtlpExemplar> Exemplars(byte[] request)
        => from resource in ProtobufMessage.Parse(request).Messages(1)
           from scope in resource.Messages(2)
           from metric in scope.Messages(2)
           from histogram in metric.Messages(9)
           from point in histogram.Messages(1)
           from exemplar in point.Messages(8)
           select new OtlpExemplar(metric.Text(1), Id(exemplar, 5), Attributes(point, 9));

    private static string Id(ProtobufMessage message, int field) => Convert.ToHexStringLower(message.Bytes(field).FirstOrDefault([]));

    /// <summary>Attributes whose value is a text; others are left out.</summary>
    private static Dictionary<string, string> Attributes(ProtobufMessage message, int field)
        => message.Messages(field)
            .Select(pair => (Key: pair.Text(1), Value: pair.Messages(2).SelectMany(value => value.Bytes(1)).FirstOrDefault()))
            .Where(pair => pair.Value is not null)
            .GroupBy(pair => pair.Key)
            .ToDictionary(pairs => pairs.Key, pairs => Encoding.UTF8.GetString(pairs.First().Value!));
}

/// <summary>A span.</summary>
internal sealed record OtlpSpan(string TraceId, string Name, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A log record.</summary>
internal sealed record OtlpLogRecord(string TraceId, IReadOnlyDictionary<string, string> Attributes);

/// <summary>One measurement of a metric that stands for others, with the trace it was taken in.</summary>
internal sealed record OtlpExemplar(string Metric, string TraceId, IReadOnlyDictionary<string, string> Attributes);
