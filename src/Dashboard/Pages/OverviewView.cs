using Bouncer.Dashboard.Components;
using Bouncer.Dashboard.Queries;

namespace Bouncer.Dashboard.Pages;

/// <summary>What the overview shows, of one moment.</summary>
internal sealed record OverviewView
{
    private const int TopSize = 6;

    /// <summary>Before anything was read.</summary>
    public static OverviewView Nothing { get; } = new();

    /// <summary>Whether no decision is held, of this window or any other.</summary>
    public bool IsEmpty { get; private init; } = true;

    /// <summary>Decisions over time.</summary>
    public IReadOnlyList<OutcomeCount> Outcomes { get; private init; } = [];

    /// <summary>Percentiles over time.</summary>
    public LatencyReport Latency { get; private init; } = new(new(default, 0, null, null, null), [], []);

    /// <summary>What was refused most.</summary>
    public TopRefused Top { get; private init; } = new([], [], [], []);

    /// <summary>What the services live on.</summary>
    public IReadOnlyList<FileState> Files { get; private init; } = [];

    /// <summary>How many pods were met that the API server had admitted without asking.</summary>
    public double FailedOpen { get; private init; }

    /// <summary>Allowed in the window.</summary>
    public int Allowed { get; private init; }

    /// <summary>Denied in the window.</summary>
    public int Denied { get; private init; }

    /// <summary>Failed in the window.</summary>
    public int Failed { get; private init; }

    /// <summary>All in the window.</summary>
    public int Total => Allowed + Denied + Failed;

    /// <summary>Reads it.</summary>
    /// <param name="queries">Where from.</param>
    /// <param name="range">How far back.</param>
    /// <param name="now">From when.</param>
    public static OverviewView Read(IDashboardQueries queries, TimeRange range, DateTimeOffset now)
    {
        var window = range.Before(now);
        var filter = new DecisionFilter { Window = window };
        var outcomes = queries.Outcomes(filter, range.Parts);
        return new()
        {
            IsEmpty = queries.Figures().Decisions == 0,
            Outcomes = outcomes,
            Latency = queries.Latency(window, range.Parts),
            Top = queries.TopRefused(filter, TopSize),
            Files = queries.Files(),
            FailedOpen = queries.Increase("bouncer.failed_open.sightings", window).Sum(series => series.Increase),
            Allowed = outcomes.Sum(count => count.Allowed),
            Denied = outcomes.Sum(count => count.Denied),
            Failed = outcomes.Sum(count => count.Failed),
        };
    }
}
