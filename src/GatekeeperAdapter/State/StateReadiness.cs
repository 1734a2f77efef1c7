using System.Collections.Concurrent;

namespace Bouncer.GatekeeperAdapter.State;

/// <summary>
/// What has to be there before the service may be asked: conditions with a name, each met once and for ever. Whoever fills the
/// state requires its conditions before the server listens. Without any condition nobody fills the state, and it is not ready.
/// </summary>
internal sealed class StateReadiness
{
    private readonly ConcurrentDictionary<string, bool> _conditions = new(StringComparer.Ordinal);

    /// <summary>Whether everything is there.</summary>
    public bool IsReady => !_conditions.IsEmpty && Missing.Count == 0;

    /// <summary>The conditions that have not been met, sorted.</summary>
    public IReadOnlyList<string> Missing => [.. _conditions.Where(c => !c.Value).Select(c => c.Key).Order(StringComparer.Ordinal)];

    /// <summary>Adds a condition, such as <c>constraint templates listed</c>. One that has been met stays so.</summary>
    public void Require(string condition) => _conditions.TryAdd(condition, false);

    /// <summary>Meets a condition.</summary>
    public void Meet(string condition) => _conditions[condition] = true;
}
