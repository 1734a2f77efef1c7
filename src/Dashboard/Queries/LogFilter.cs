using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Queries;

/// <summary>Which log records. What is null lets all through; all of what is set must hold.</summary>
public sealed record LogFilter
{
    /// <summary>When.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>Who wrote them.</summary>
    public string? Service { get; init; }

    /// <summary>The least severity, by OTLP's numbers (<see cref="LogRecord.Severity"/>).</summary>
    public int MinSeverity { get; init; }

    /// <summary>A text in category, event, body or fields; capitals do not matter.</summary>
    public string? Text { get; init; }
}
