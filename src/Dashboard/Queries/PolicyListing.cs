namespace Bouncer.Dashboard.Queries;

/// <summary>Templates and constraints one by one, as an adapter told them last (docs/gatekeeper.md, event <c>policies_listed</c>).</summary>
public sealed record PolicyListing
{
    /// <summary>When it was told.</summary>
    public required DateTimeOffset Told { get; init; }

    /// <summary>What is in force, as decisions name it.</summary>
    public required string Version { get; init; }

    /// <summary>The templates, those with problems first.</summary>
    public required IReadOnlyList<ListedTemplate> Templates { get; init; }

    /// <summary>The constraints, those with problems first.</summary>
    public required IReadOnlyList<ListedConstraint> Constraints { get; init; }

    /// <summary>How many more there are that were not told, or are no longer here.</summary>
    public long Missing { get; init; }
}

/// <summary>A template.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of its constraints.</param>
/// <param name="Status"><c>active</c>, <c>outdated</c> (an older version is in force) or <c>error</c>.</param>
/// <param name="Problem">Why it is not in force as it is written; empty if it is.</param>
public sealed record ListedTemplate(string Name, string Kind, string Status, string Problem);

/// <summary>A constraint.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Action">Its <c>enforcementAction</c>.</param>
/// <param name="Status"><c>active</c>, <c>outdated</c>, <c>pending</c> (it waits for its template) or <c>error</c>.</param>
/// <param name="Violations">How many the audit has found; null if it has not looked.</param>
/// <param name="Problem">Why it is not in force as it is written; empty if it is.</param>
public sealed record ListedConstraint(string Kind, string Name, string Action, string Status, long? Violations, string Problem)
{
    /// <summary>The constraint as decisions name the rule.</summary>
    public string Rule => $"{Kind}/{Name}";
}
