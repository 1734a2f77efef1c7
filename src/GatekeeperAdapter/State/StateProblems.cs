using Bouncer.Constraints;
using Bouncer.Constraints.Store;

namespace Bouncer.GatekeeperAdapter.State;

/// <summary>What is not in force as it is written, in sentences for people.</summary>
internal static class StateProblems
{
    public static IEnumerable<string> Of(IEnumerable<TemplateState> templates)
        => templates
            .Where(t => t.Status != StoreStatus.Active)
            .Select(t => Sentence($"ConstraintTemplate {t.Name}", t.Template is not null, t.Problems));

    public static IEnumerable<string> Of(IEnumerable<ConstraintState> constraints)
        => constraints
            .Where(c => c.Status != StoreStatus.Active)
            .Select(c => Sentence($"{c.Kind} {c.Name}", c.Constraint is not null, c.Problems));

    private static string Sentence(string what, bool hasOlder, IReadOnlyList<ConstraintProblem> problems)
        => $"{what} {(hasOlder ? "is in force in an older version" : "is not in force")}: {string.Join("; ", problems)}";
}
