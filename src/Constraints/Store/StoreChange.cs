namespace Bouncer.Constraints.Store;

/// <summary>What came of a change of the store.</summary>
/// <param name="Kind">What became of the document.</param>
/// <param name="Problems">Why it was refused, or is not in force.</param>
/// <param name="Warnings">Sentences for whoever applies it.</param>
public sealed record StoreChange(StoreChangeKind Kind, IReadOnlyList<ConstraintProblem> Problems, IReadOnlyList<string> Warnings);

/// <summary>What became of a document.</summary>
public enum StoreChangeKind
{
    /// <summary>It is in force.</summary>
    Applied,

    /// <summary>It was there already, the same.</summary>
    Unchanged,

    /// <summary>A constraint whose template is not there yet, or is not in force.</summary>
    Pending,

    /// <summary>It has problems.</summary>
    Refused,

    /// <summary>It was taken out.</summary>
    Removed,

    /// <summary>There was none to take out.</summary>
    NotFound,

    /// <summary>It is neither template nor constraint. The problems say so if it is a kind of Gatekeeper's that is not supported.</summary>
    NotOurs,
}
