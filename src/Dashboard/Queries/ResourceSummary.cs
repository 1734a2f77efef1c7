using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Queries;

/// <summary>A service's instance that has sent telemetry, as far as that is still here.</summary>
public sealed record ResourceSummary(Resource Resource, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Spans, long Logs, long Metrics);

/// <summary>What the dashboard itself has done.</summary>
public sealed record DashboardFigures
{
    /// <summary>Bytes held.</summary>
    public long Used { get; init; }

    /// <summary>Bytes that may be held.</summary>
    public long Limit { get; init; }

    /// <summary>Since when what is held reaches back; null if nothing is held.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Spans, log records and metrics held.</summary>
    public SignalCounts Held { get; init; } = new(0, 0, 0);

    /// <summary>Decisions held.</summary>
    public int Decisions { get; init; }

    /// <summary>Spans, log records and metrics received since the start.</summary>
    public SignalCounts Received { get; init; } = new(0, 0, 0);

    /// <summary>Spans, log records and metrics received that were wrong, and left out.</summary>
    public long Rejected { get; init; }

    /// <summary>Requests that could not be read at all.</summary>
    public long Malformed { get; init; }

    /// <summary>How passing on goes; null if it is not asked for.</summary>
    public ForwardingFigures? Forwarding { get; init; }
}

/// <summary>A number for each signal. Metrics are counted by instrument, not by point.</summary>
public sealed record SignalCounts(long Spans, long Logs, long Metrics);

/// <summary>How passing on goes.</summary>
/// <param name="Endpoint">Where to.</param>
/// <param name="Sent">Requests that were taken there.</param>
/// <param name="Dropped">Requests that were given up: the queue was full, or they were refused, or nobody took them in time.</param>
/// <param name="Waiting">Requests in the queue.</param>
/// <param name="WaitingBytes">Their bytes.</param>
/// <param name="LastError">What went wrong last; null if the last one went well.</param>
public sealed record ForwardingFigures(Uri Endpoint, long Sent, long Dropped, int Waiting, long WaitingBytes, string? LastError);
