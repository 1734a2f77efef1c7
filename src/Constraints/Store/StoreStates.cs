using Bouncer.Constraints.Templates;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Store;

/// <summary>How a document of the store stands.</summary>
public enum StoreStatus
{
    /// <summary>It is in force.</summary>
    Active,

    /// <summary>A constraint that waits for its template.</summary>
    Pending,

    /// <summary>It has problems.</summary>
    Error,
}

/// <summary>A template of the store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Document">The latest document, whether it is in force or not.</param>
/// <param name="Status"><see cref="StoreStatus.Active"/>, or <see cref="StoreStatus.Error"/> if the latest document is refused.</param>
/// <param name="Template">What is in force: of the latest document, or of an older one if that is refused; null for nothing.</param>
/// <param name="Problems">What is wrong with the latest document.</param>
/// <param name="Warnings">What else there is to say about it.</param>
public sealed record TemplateState(
    string Name,
    RegoObject Document,
    StoreStatus Status,
    ConstraintTemplate? Template,
    IReadOnlyList<ConstraintProblem> Problems,
    IReadOnlyList<string> Warnings);

/// <summary>A constraint of the store.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Document">The latest document, whether it is in force or not.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Constraint">What is in force: of the latest document, or of an older one if that is refused; null for nothing.</param>
/// <param name="Problems">What is wrong with the latest document, or that its template is missing.</param>
/// <param name="Warnings">What else there is to say about it.</param>
public sealed record ConstraintState(
    string Kind,
    string Name,
    RegoObject Document,
    StoreStatus Status,
    Constraint? Constraint,
    IReadOnlyList<ConstraintProblem> Problems,
    IReadOnlyList<string> Warnings);
