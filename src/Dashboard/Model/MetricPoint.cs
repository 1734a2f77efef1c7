namespace Bouncer.Dashboard.Model;

/// <summary>A measurement of one series.</summary>
public abstract record MetricPoint
{
    /// <summary>What tells the series from others of its metric.</summary>
    public IReadOnlyList<KeyValue> Attributes { get; init; } = [];

    /// <summary>Since when it counts.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>When it was measured.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Single measurements that stand for others.</summary>
    public IReadOnlyList<Exemplar> Exemplars { get; init; } = [];
}

/// <summary>A number: a point of a gauge or of a sum.</summary>
public sealed record NumberPoint : MetricPoint
{
    /// <summary>The number.</summary>
    public double Value { get; init; }
}

/// <summary>How often values were in which range.</summary>
public sealed record HistogramPoint : MetricPoint
{
    /// <summary>How many values there were.</summary>
    public ulong Count { get; init; }

    /// <summary>Their sum.</summary>
    public double Sum { get; init; }

    /// <summary>Upper bounds, inclusive, ascending. For an exponential histogram they have been computed.</summary>
    public IReadOnlyList<double> Bounds { get; init; } = [];

    /// <summary>How many values were at most at each bound and above the one before; the last, above all bounds.</summary>
    public IReadOnlyList<ulong> Buckets { get; init; } = [];
}

/// <summary>One measurement of many, with the trace it was taken in.</summary>
public sealed record Exemplar(DateTimeOffset Time, double Value, TraceId TraceId, SpanId SpanId, IReadOnlyList<KeyValue> Attributes);
