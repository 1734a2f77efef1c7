using Bouncer.Constraints;
using Bouncer.Constraints.Store;

namespace Bouncer.GatekeeperAdapter.State;

/// <summary>What is not in force as it is written, in sentences for people.</summary>
internal static class StateProblems
{
    /// <summary>Templates that are not in force as they are written.</summary>
    /// <param name="templates">All templates.</param>
    /// <param name="place">What to write before a sentence, by kind and name: where the document stands.</param>
    public static IEnumerable<string> Of(IEnumerable<TemplateState> templates, Func<string, string, string>? place = null)
        => templates
            .Where(t => t.Status != StoreStatus.Active)
            .Select(t => Sentence(place, "ConstraintTemplate", t.Name, t.Template is not null, t.Problems));

    /// <summary>Constraints that are not in force as they are written, or wait for their template.</summary>
    /// <param name="constraints">All constraints.</param>
    /// <param name="place">What to write before a sentence, by kind and name: where the document stands.</param>
    public static IEnumerable<string> Of(IEnumerable<ConstraintState> constraints, Func<string, string, string>? place = null)
        => constraints
            .Where(c => c.Status != StoreStatus.Active)
            .Select(c => Sentence(place, c.Kind, c.Name, c.Constraint is not null, c.Problems));

    private static string Sentence(
        Func<string, string, string>? place, string kind, string name, bool hasOlder, IReadOnlyList<ConstraintProblem> problems)
        => $"{place?.Invoke(kind, name)}{kind} {name} {(hasOlder ? "is in force in an older version" : "is not in force")}: {string.Join("; ", problems.Select(FirstLine))}";

    /// <summary>What follows shows the source, for answers and status.</summary>
    private static string FirstLine(ConstraintProblem problem) => problem.ToString().Split('\n')[0];
}
