namespace Bouncer.Dashboard.Model;

/// <summary>One record of a log.</summary>
public sealed record LogRecord
{
    /// <summary>Who wrote it.</summary>
    public required Resource Resource { get; init; }

    /// <summary>The logger; its name is the category.</summary>
    public required InstrumentationScope Scope { get; init; }

    /// <summary>When it happened; when it was observed, if that is all that is known.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>How grave it is, by OTLP's numbers: 1 to 4 trace, 5 to 8 debug, 9 to 12 information, 13 to 16 warning,
    /// 17 to 20 error, 21 to 24 fatal; 0 if it does not say.</summary>
    public int Severity { get; init; }

    /// <summary>The severity as its source calls it.</summary>
    public string SeverityText { get; init; } = "";

    /// <summary>The name of the event; mostly empty.</summary>
    public string EventName { get; init; } = "";

    /// <summary>What it says.</summary>
    public AttributeValue Body { get; init; }

    /// <summary>Its fields.</summary>
    public IReadOnlyList<KeyValue> Attributes { get; init; } = [];

    /// <summary>The trace in which it was written; none if in none.</summary>
    public TraceId TraceId { get; init; }

    /// <summary>The span in which it was written; none if in none.</summary>
    public SpanId SpanId { get; init; }
}
