using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Queries;

/// <summary>How many decisions of each outcome there were in a stretch of time.</summary>
public sealed record OutcomeCount(TimeWindow Window, int Allowed, int Denied, int Failed)
{
    /// <summary>All of them.</summary>
    public int Total => Allowed + Denied + Failed;
}

/// <summary>What was refused most often, each most first.</summary>
public sealed record TopRefused(
    IReadOnlyList<NamedCount> Registries, IReadOnlyList<NamedCount> Images, IReadOnlyList<NamedCount> Namespaces, IReadOnlyList<NamedCount> Rules);

/// <summary>A name and how often it was met.</summary>
public sealed record NamedCount(string Name, int Count);

/// <summary>How long reviews took.</summary>
/// <param name="Whole">In the whole window.</param>
/// <param name="Parts">In its parts, oldest first.</param>
/// <param name="Examples">The slowest review of each part that can be looked at, oldest first: an exemplar whose trace is here. Parts
/// may have none.</param>
public sealed record LatencyReport(Latency Whole, IReadOnlyList<Latency> Parts, IReadOnlyList<LatencyExample> Examples);

/// <summary>A review that stands for others.</summary>
/// <param name="Part">The number of the part that it was in.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="TraceId">Its trace.</param>
public sealed record LatencyExample(int Part, DateTimeOffset Time, TimeSpan Duration, TraceId TraceId);

/// <summary>Percentiles, estimated within the histogram's buckets as Prometheus does; null where there were no reviews.</summary>
public sealed record Latency(TimeWindow Window, long Reviews, TimeSpan? P50, TimeSpan? P95, TimeSpan? P99);
