using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Queries;

/// <summary>
/// What pages ask. Every answer is taken from one moment and does not change afterwards; asking never waits for what is
/// being received, nor the other way round. Safe to call from any thread.
/// </summary>
public interface IDashboardQueries
{
    /// <summary>Decisions that a filter lets through, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="size">How many at most.</param>
    DecisionPage Decisions(DecisionFilter filter, DecisionCursor? after, int size);

    /// <summary>The decision of an identifier; null if it is not here (any more).</summary>
    Decision? Decision(string id);

    /// <summary>How many decisions of each outcome a filter lets through, in equal parts of the filter's time window, oldest
    /// first. Parts without decisions are there too.</summary>
    IReadOnlyList<OutcomeCount> Outcomes(DecisionFilter filter, int parts);

    /// <summary>What was refused most (denied or failed), among the decisions that a filter lets through.</summary>
    /// <param name="filter">Which decisions.</param>
    /// <param name="size">How many of each at most.</param>
    TopRefused TopRefused(DecisionFilter filter, int size);

    /// <summary>The values that the filters of decisions can have: services, namespaces, rules and registries that there are.</summary>
    DecisionFacets Facets();

    /// <summary>How long reviews took, in equal parts of a time window, oldest first, from the histograms
    /// <c>bouncer.review.duration</c>.</summary>
    /// <param name="window">When.</param>
    /// <param name="parts">How many parts.</param>
    /// <param name="service">Which service; null for all.</param>
    LatencyReport Latency(TimeWindow window, int parts, string? service = null);

    /// <summary>What the services live on, by service, instance and file: <c>policy</c>, <c>certificate</c>, <c>client-ca</c>.</summary>
    IReadOnlyList<FileState> Files();

    /// <summary>How much the series of a counter grew in a time window, greatest first; those that did not are left out.</summary>
    IReadOnlyList<CounterIncrease> Increase(string metric, TimeWindow window);

    /// <summary>Constraints, templates and what the last audit found; null if no Gatekeeper adapter has sent anything.</summary>
    GatekeeperFigures? Gatekeeper();

    /// <summary>A trace with its logs; null if nothing of it is here (any more).</summary>
    TraceTree? Trace(TraceId id);

    /// <summary>Log records that a filter lets through, newest first.</summary>
    IReadOnlyList<LogRecord> Logs(LogFilter filter, int size);

    /// <summary>Who has sent telemetry, by service and instance.</summary>
    IReadOnlyList<ResourceSummary> Resources();

    /// <summary>How much has been received, is held and was passed on.</summary>
    DashboardFigures Figures();

    /// <summary>Tells that something has been received since the last time, at once or after a pause.</summary>
    /// <param name="pause">The least time between two.</param>
    /// <param name="cancellation">Ends it, without an exception.</param>
    IAsyncEnumerable<long> ChangesAsync(TimeSpan pause, CancellationToken cancellation);
}
