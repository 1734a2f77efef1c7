using Bouncer.Constraints.Indexing;
using Bouncer.Constraints.Reviews;

namespace Bouncer.Constraints;

/// <summary>Constraints that are evaluated together. Immutable and safe to share between threads.</summary>
public sealed class ConstraintSet
{
    private readonly ConstraintIndex _index;

    private ConstraintSet(Constraint[] constraints)
    {
        Constraints = constraints;
        UsesInventory = constraints.Any(c => c.Template.UsesInventory);
        _index = new ConstraintIndex(constraints);
    }

    /// <summary>No constraints.</summary>
    public static ConstraintSet Empty { get; } = new([]);

    /// <summary>The constraints, by kind and name.</summary>
    public IReadOnlyList<Constraint> Constraints { get; }

    /// <summary>Whether one of them refers to <c>data.inventory</c>.</summary>
    public bool UsesInventory { get; }

    /// <summary>A set of constraints.</summary>
    public static ConstraintSet Of(IEnumerable<Constraint> constraints)
        => new([.. constraints.OrderBy(c => c.Kind, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal)]);

    /// <summary>
    /// Evaluates the constraints that match. What cannot be told, because criteria cannot be compared or an evaluation ends in an error,
    /// a limit or by cancellation, is a violation of that constraint with <see cref="Violation.Error"/> set.
    /// </summary>
    public ReviewResult Review(ReviewRequest request, ReviewOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        var evaluation = new ConstraintEvaluation(request, options);
        _index.Visit(request, evaluation.Visit);
        if (evaluation.Violations.Count == 0)
        {
            return ReviewResult.None;
        }

        evaluation.Violations.Sort(ViolationOrder.Instance);
        return new ReviewResult(evaluation.Violations);
    }

    /// <summary>Says of each constraint whether it matched and why not, what it found, and how.</summary>
    public IEnumerable<ConstraintExplanation> Explain(ReviewRequest request, ReviewOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        return Constraints.Select(c => ConstraintExplanation.Of(c, request, options));
    }
}
