namespace Bouncer.Constraints.Templates;

/// <summary>What came of reading a template: the template, or all that is wrong with it.</summary>
/// <param name="Template">The template; null if there are problems.</param>
/// <param name="Problems">Everything for which it is refused, in the order of the document.</param>
/// <param name="Warnings">Sentences for whoever applies it, for which it is not refused.</param>
public sealed record TemplateReading(ConstraintTemplate? Template, IReadOnlyList<ConstraintProblem> Problems, IReadOnlyList<string> Warnings);
