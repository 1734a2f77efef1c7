using System.Collections.ObjectModel;

namespace Bouncer.Constraints.Reading;

/// <summary>The problems of one document. More than a person reads are not kept: a document can have millions.</summary>
internal sealed class ProblemList : Collection<ConstraintProblem>
{
    private const int MaxCount = 100;

    /// <summary>Adds a problem.</summary>
    public void Add(ProblemCode code, string message, string? location) => Add(new ConstraintProblem(code, message, location));

    /// <inheritdoc/>
    protected override void InsertItem(int index, ConstraintProblem item)
    {
        if (Count < MaxCount)
        {
            base.InsertItem(index, item);
        }
    }
}
