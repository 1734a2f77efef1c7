namespace Bouncer.Constraints;

/// <summary>What came of reading a constraint: the constraint, or all that is wrong with it.</summary>
/// <param name="Constraint">The constraint; null if there are problems.</param>
/// <param name="Problems">Everything for which it is refused.</param>
/// <param name="Warnings">Sentences for whoever applies it, for which it is not refused: prefixes that let in look-alikes.</param>
public sealed record ConstraintReading(Constraint? Constraint, IReadOnlyList<ConstraintProblem> Problems, IReadOnlyList<string> Warnings);
