namespace Bouncer.Dashboard.Model;

/// <summary>One operation of a trace.</summary>
public sealed record Span
{
    /// <summary>Who did it.</summary>
    public required Resource Resource { get; init; }

    /// <summary>The activity source.</summary>
    public required InstrumentationScope Scope { get; init; }

    /// <summary>Its trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>Its own identifier.</summary>
    public required SpanId SpanId { get; init; }

    /// <summary>The span in which it happened; none for the first of a trace.</summary>
    public SpanId ParentSpanId { get; init; }

    /// <summary>What was done.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which end of a call it is.</summary>
    public SpanKind Kind { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>How long it took; never negative.</summary>
    public TimeSpan Duration => End > Start ? End - Start : TimeSpan.Zero;

    /// <summary>How it ended.</summary>
    public SpanStatus Status { get; init; }

    /// <summary>Why it failed; mostly empty.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>Its attributes.</summary>
    public IReadOnlyList<KeyValue> Attributes { get; init; } = [];

    /// <summary>What happened in it.</summary>
    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    /// <summary>Other spans that it has to do with.</summary>
    public IReadOnlyList<SpanLink> Links { get; init; } = [];
}

/// <summary>OTLP's <c>Span.SpanKind</c>.</summary>
public enum SpanKind
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Within a service.</summary>
    Internal,

    /// <summary>A call that was answered.</summary>
    Server,

    /// <summary>A call that was made.</summary>
    Client,

    /// <summary>A message that was sent.</summary>
    Producer,

    /// <summary>A message that was received.</summary>
    Consumer,
}

/// <summary>OTLP's <c>Status.StatusCode</c>.</summary>
public enum SpanStatus
{
    /// <summary>Not said, which is the usual case of what went well.</summary>
    Unset,

    /// <summary>It went well.</summary>
    Ok,

    /// <summary>It failed.</summary>
    Error,
}

/// <summary>Something that happened in a span, at a time.</summary>
public sealed record SpanEvent(DateTimeOffset Time, string Name, IReadOnlyList<KeyValue> Attributes);

/// <summary>Another span.</summary>
public sealed record SpanLink(TraceId TraceId, SpanId SpanId, IReadOnlyList<KeyValue> Attributes);
