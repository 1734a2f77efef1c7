using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Queries;

/// <summary>A trace as a waterfall shows it.</summary>
/// <param name="Id">The trace.</param>
/// <param name="Start">When its first span began.</param>
/// <param name="Duration">From there to the end of its last span.</param>
/// <param name="Spans">Its spans, each parent before its children, siblings by their beginning.</param>
/// <param name="Logs">What was logged in it, oldest first.</param>
/// <param name="IsCut">Whether there are more spans or logs than are shown.</param>
public sealed record TraceTree(
    TraceId Id, DateTimeOffset Start, TimeSpan Duration, IReadOnlyList<TraceSpan> Spans, IReadOnlyList<LogRecord> Logs, bool IsCut)
{
    /// <summary>The most spans, and the most log records, that a tree has.</summary>
    public const int MaxRows = 5_000;
}

/// <summary>A row of a waterfall.</summary>
/// <param name="Span">The span.</param>
/// <param name="Depth">How many spans of the trace it is in; 0 for what has no parent here.</param>
/// <param name="Offset">From the beginning of the trace to its own.</param>
/// <param name="HasMissingParent">Whether it names a parent that is not here.</param>
public sealed record TraceSpan(Span Span, int Depth, TimeSpan Offset, bool HasMissingParent);
