namespace Bouncer.Dashboard.Otlp;

/// <summary>The shapes of OTLP's messages, version 1 (github.com/open-telemetry/opentelemetry-proto). Field numbers are theirs.</summary>
internal static class OtlpShapes
{
    private static readonly MessageShape s_leaf = new();
    private static readonly MessageShape s_attribute = Attribute();
    private static readonly MessageShape s_resource = new MessageShape().With(1, s_attribute);
    private static readonly MessageShape s_scope = new MessageShape().With(3, s_attribute);
    private static readonly MessageShape s_exemplar = new MessageShape().With(7, s_attribute);

    /// <summary><c>ExportTraceServiceRequest</c>.</summary>
    private static readonly MessageShape s_traces = Request(new MessageShape()
        .With(9, s_attribute)
        .With(11, new MessageShape().With(3, s_attribute)) // Event
        .With(13, new MessageShape().With(4, s_attribute)) // Link
        .With(15, s_leaf)); // Status

    /// <summary><c>ExportLogsServiceRequest</c>.</summary>
    private static readonly MessageShape s_logs = Request(new MessageShape().With(5, AnyValue(s_attribute)).With(6, s_attribute));

    /// <summary><c>ExportMetricsServiceRequest</c>.</summary>
    private static readonly MessageShape s_metrics = Request(Metric());

    /// <summary>The shape of a request.</summary>
    public static MessageShape Of(Signal signal) => signal switch
    {
        Signal.Traces => s_traces,
        Signal.Logs => s_logs,
        _ => s_metrics,
    };

    /// <summary>Resources, in them scopes, in these records: the same for all signals.</summary>
    private static MessageShape Request(MessageShape record)
    {
        var scopeRecords = new MessageShape().With(1, s_scope).With(2, record);
        return new MessageShape().With(1, new MessageShape().With(1, s_resource).With(2, scopeRecords));
    }

    /// <summary><c>KeyValue</c>.</summary>
    private static MessageShape Attribute()
    {
        var attribute = new MessageShape();
        return attribute.With(2, AnyValue(attribute));
    }

    private static MessageShape AnyValue(MessageShape attribute)
    {
        var value = new MessageShape();
        return value.With(5, new MessageShape().With(1, value)).With(6, new MessageShape().With(1, attribute));
    }

    private static MessageShape Metric()
    {
        var number = new MessageShape().With(5, s_exemplar).With(7, s_attribute);
        var histogram = new MessageShape().With(8, s_exemplar).With(9, s_attribute);
        var buckets = new MessageShape().WithNumbers(2);
        var exponential = new MessageShape().With(1, s_attribute).With(8, buckets).With(9, buckets).With(11, s_exemplar);
        var summary = new MessageShape().With(6, s_leaf).With(7, s_attribute);
        return new MessageShape()
            .With(5, new MessageShape().With(1, number)) // Gauge
            .With(7, new MessageShape().With(1, number)) // Sum
            .With(9, new MessageShape().With(1, histogram))
            .With(10, new MessageShape().With(1, exponential))
            .With(11, new MessageShape().With(1, summary))
            .With(12, s_attribute); // metadata
    }
}
