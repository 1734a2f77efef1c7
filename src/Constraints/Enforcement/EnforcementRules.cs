using System.Collections.Frozen;

namespace Bouncer.Constraints.Enforcement;

/// <summary>What a constraint's violations lead to, and where: <c>spec.enforcementAction</c> and, if that is <c>scoped</c>,
/// <c>spec.scopedEnforcementActions</c>. Otherwise that list means nothing, as in Gatekeeper.</summary>
internal sealed class EnforcementRules
{
    private static readonly FrozenDictionary<string, EnforcementAction[]> Nowhere = FrozenDictionary<string, EnforcementAction[]>.Empty;

    private readonly EnforcementAction[] _elsewhere;
    private readonly FrozenDictionary<string, EnforcementAction[]> _scoped;

    private EnforcementRules(EnforcementAction action, EnforcementAction[] elsewhere, FrozenDictionary<string, EnforcementAction[]> scoped)
    {
        Action = action;
        _elsewhere = elsewhere;
        _scoped = scoped;
    }

    /// <summary>Deny everywhere: what a constraint means that says nothing.</summary>
    public static EnforcementRules Default { get; } = Everywhere(EnforcementAction.Deny);

    /// <summary>What <c>spec.enforcementAction</c> says.</summary>
    public EnforcementAction Action { get; }

    /// <summary>The actions at an enforcement point, the strictest first; empty if it is not enforced there.</summary>
    public IReadOnlyList<EnforcementAction> At(string enforcementPoint)
        => _scoped.Count > 0 && _scoped.TryGetValue(enforcementPoint, out var actions) ? actions : _elsewhere;

    /// <summary>The enforcement points that a scoped constraint names.</summary>
    public IEnumerable<string> Points => _scoped.Keys.Where(p => p != EnforcementPoints.All).Order(StringComparer.Ordinal);

    /// <summary>One action at all enforcement points.</summary>
    public static EnforcementRules Everywhere(EnforcementAction action) => new(action, [action], Nowhere);

    /// <summary>Actions by enforcement point.</summary>
    /// <param name="scopes">Pairs; a point that occurs again has all its actions.</param>
    public static EnforcementRules Scoped(IReadOnlyCollection<(string Point, EnforcementAction Action)> scopes)
    {
        var byPoint = scopes.ToLookup(s => s.Point, s => s.Action, StringComparer.Ordinal);
        var everywhere = Ordered(byPoint[EnforcementPoints.All]);
        var scoped = byPoint.ToDictionary(p => p.Key, p => Ordered(p.Concat(everywhere)), StringComparer.Ordinal);

        // Whoever asks about all points at once means what is enforced anywhere.
        scoped[EnforcementPoints.All] = Ordered(scopes.Select(s => s.Action));
        return new EnforcementRules(EnforcementAction.Scoped, everywhere, scoped.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private static EnforcementAction[] Ordered(IEnumerable<EnforcementAction> actions) => [.. actions.Distinct().Order()];
}
