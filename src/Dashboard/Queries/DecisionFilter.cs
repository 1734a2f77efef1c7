using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Queries;

/// <summary>Which decisions. What is null lets all through; all of what is set must hold.</summary>
public sealed record DecisionFilter
{
    /// <summary>All decisions.</summary>
    public static DecisionFilter All { get; } = new();

    /// <summary>When.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>How they ended.</summary>
    public IReadOnlySet<DecisionOutcome>? Outcomes { get; init; }

    /// <summary>The service that decided.</summary>
    public string? Service { get; init; }

    /// <summary>The namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>A rule or constraint that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>A registry of one of the images, in normal form.</summary>
    public string? Registry { get; init; }

    /// <summary>An image, as written.</summary>
    public string? Image { get; init; }

    /// <summary>Words, each of which stands somewhere in the decision; capitals do not matter.</summary>
    public string? Text { get; init; }
}

/// <summary>The place of a decision in the order of time, to go on from. Stays right while newer ones come and older ones go.</summary>
/// <param name="Time">When it was decided.</param>
/// <param name="Sequence">Tells decisions of the same time apart.</param>
public readonly record struct DecisionCursor(DateTimeOffset Time, long Sequence);

/// <summary>A page of decisions.</summary>
/// <param name="Decisions">The decisions, newest first.</param>
/// <param name="Next">Where the next page goes on; null if there is none.</param>
/// <param name="Matching">How many decisions the filter lets through, on all pages.</param>
public sealed record DecisionPage(IReadOnlyList<Decision> Decisions, DecisionCursor? Next, int Matching);

/// <summary>The values that there are, each in ordinal order.</summary>
public sealed record DecisionFacets(
    IReadOnlyList<string> Services, IReadOnlyList<string> Namespaces, IReadOnlyList<string> Rules, IReadOnlyList<string> Registries);
