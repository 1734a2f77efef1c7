using Bouncer.Constraints;

namespace Bouncer.GatekeeperAdapter.Audit.Results;

/// <summary>What an audit, or a part of it, has found.</summary>
/// <param name="limit">How many violations of a constraint are held.</param>
internal sealed class AuditResults(int limit)
{
    private readonly Dictionary<Constraint, ConstraintResults> _byConstraint = [];
    private readonly Dictionary<string, long> _byAction = new(StringComparer.Ordinal);

    /// <summary>The violations of a constraint.</summary>
    public ConstraintResults Of(Constraint constraint) => _byConstraint.GetValueOrDefault(constraint) ?? new(limit);

    /// <summary>How many violations constraints with an enforcementAction have.</summary>
    public long WithAction(string action) => _byAction.GetValueOrDefault(action);

    public void Add(Constraint constraint, StatusViolation violation)
    {
        Make(constraint).Add(violation);
        Count(violation.Action, 1);
    }

    /// <summary>Adds what another part has found.</summary>
    public void Add(AuditResults other)
    {
        foreach (var (constraint, results) in other._byConstraint)
        {
            Make(constraint).Add(results);
        }

        foreach (var (action, count) in other._byAction)
        {
            Count(action, count);
        }
    }

    private ConstraintResults Make(Constraint constraint)
    {
        if (!_byConstraint.TryGetValue(constraint, out var results))
        {
            _byConstraint[constraint] = results = new(limit);
        }

        return results;
    }

    private void Count(string action, long count) => _byAction[action] = WithAction(action) + count;
}
