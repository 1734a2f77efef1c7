using Bouncer.GatekeeperAdapter.State;

namespace Bouncer.GatekeeperAdapter.Telemetry.Listings;

/// <summary>Templates and constraints one by one at one moment, as far as they are told.</summary>
/// <param name="Version">What is in force, as decisions name it.</param>
/// <param name="Templates">The templates, those with problems first, then by name.</param>
/// <param name="Constraints">The constraints, those with problems first, then by kind and name.</param>
/// <param name="Untold">How many more there are.</param>
internal sealed record PolicyListing(string Version, IReadOnlyList<ListedPolicy> Templates, IReadOnlyList<ListedPolicy> Constraints, int Untold)
{
    /// <summary>The most templates, and the most constraints, that are told.</summary>
    public const int Limit = 500;

    public static PolicyListing Of(PolicyState state, IAuditTotals? audit)
    {
        var totals = audit?.Totals();
        var templates = state.Constraints.Templates;
        var constraints = state.Constraints.Constraints;
        return new(
            state.Version,
            Told(templates.Select(ListedPolicy.Of)),
            Told(constraints.Select(c => ListedPolicy.Of(
                c, totals is not null && totals.TryGetValue((c.Kind.ToLowerInvariant(), c.Name), out var total) ? total : null))),
            Math.Max(0, templates.Count - Limit) + Math.Max(0, constraints.Count - Limit));
    }

    /// <summary>Whether another one tells the same.</summary>
    public bool Equals(PolicyListing? other)
        => other is not null && Version == other.Version && Untold == other.Untold
            && Templates.SequenceEqual(other.Templates) && Constraints.SequenceEqual(other.Constraints);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, Untold, Templates.Count, Constraints.Count);

    private static ListedPolicy[] Told(IEnumerable<ListedPolicy> policies) =>
    [
        .. policies
            .OrderBy(p => p.Status == ListedPolicy.Active)
            .ThenBy(p => p.Kind, StringComparer.Ordinal)
            .ThenBy(p => p.Name, StringComparer.Ordinal)
            .Take(Limit),
    ];
}
