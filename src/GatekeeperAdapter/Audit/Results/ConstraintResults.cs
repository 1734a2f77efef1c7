namespace Bouncer.GatekeeperAdapter.Audit.Results;

/// <summary>The violations of one constraint: how many, and the first of them in order. What it holds does not grow with their
/// number.</summary>
/// <param name="limit">How many are held at most.</param>
internal sealed class ConstraintResults(int limit)
{
    private readonly List<StatusViolation> _first = [];

    /// <summary>How many there are.</summary>
    public long Total { get; private set; }

    /// <summary>The first of them, in order.</summary>
    public IReadOnlyList<StatusViolation> First => _first;

    public void Add(StatusViolation violation)
    {
        Total++;
        Keep(violation);
    }

    /// <summary>Adds the violations that another part of the audit has found.</summary>
    public void Add(ConstraintResults other)
    {
        Total += other.Total;
        other._first.ForEach(Keep);
    }

    private void Keep(StatusViolation violation)
    {
        if (_first.Count == limit && (limit == 0 || violation.CompareTo(_first[^1]) >= 0))
        {
            return;
        }

        var place = _first.BinarySearch(violation);
        _first.Insert(place < 0 ? ~place : place, violation);
        if (_first.Count > limit)
        {
            _first.RemoveAt(limit);
        }
    }
}
