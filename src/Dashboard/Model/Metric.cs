namespace Bouncer.Dashboard.Model;

/// <summary>An instrument at one time: what it measures, and its points, one for each set of attributes.</summary>
public sealed record Metric
{
    /// <summary>Who measured.</summary>
    public required Resource Resource { get; init; }

    /// <summary>The meter.</summary>
    public required InstrumentationScope Scope { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it measures.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its unit (ucum.org); may be empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What kind of instrument it is.</summary>
    public MetricKind Kind { get; init; }

    /// <summary>Whether points count since the start or since the last point. Gauges have none.</summary>
    public Temporality Temporality { get; init; }

    /// <summary>Whether a sum only grows.</summary>
    public bool IsMonotonic { get; init; }

    /// <summary>The points.</summary>
    public IReadOnlyList<MetricPoint> Points { get; init; } = [];
}

/// <summary>The kinds of OTLP's <c>Metric.data</c>.</summary>
public enum MetricKind
{
    /// <summary>None that is known here, such as OTLP's summary.</summary>
    Unknown,

    /// <summary>What is the case now.</summary>
    Gauge,

    /// <summary>A sum.</summary>
    Sum,

    /// <summary>A histogram with bounds that it names.</summary>
    Histogram,

    /// <summary>A histogram whose bounds are powers.</summary>
    ExponentialHistogram,
}

/// <summary>OTLP's <c>AggregationTemporality</c>.</summary>
public enum Temporality
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Since the last point.</summary>
    Delta,

    /// <summary>Since the start.</summary>
    Cumulative,
}
