using Bouncer.Admission.Recording;
using Bouncer.Constraints;
using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Store;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Telemetry.Listings;

/// <summary>A template or a constraint, as a listing tells it.</summary>
/// <param name="Kind">The kind of the constraint, or of the constraints that the template makes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Action">The constraint's <c>enforcementAction</c>; empty of a template.</param>
/// <param name="Status"><see cref="Active"/>, <see cref="Outdated"/>, <see cref="Pending"/> or <see cref="Error"/>.</param>
/// <param name="Problem">Why it is not in force as it is written; empty if it is.</param>
/// <param name="Violations">How many the audit has found; null if it has not looked, or if this is a template.</param>
internal sealed record ListedPolicy(string Kind, string Name, string Action, string Status, string Problem, long? Violations)
{
    /// <summary>In force.</summary>
    public const string Active = "active";

    /// <summary>Refused as it is written; an older version is in force.</summary>
    public const string Outdated = "outdated";

    /// <summary>Waits for its template.</summary>
    public const string Pending = "pending";

    /// <summary>Refused, and not in force.</summary>
    public const string Error = "error";

    public static ListedPolicy Of(TemplateState template)
        => new(
            Bounded.Text(template.Document.TextAt("spec", "crd", "spec", "names", "kind")),
            Bounded.Text(template.Name),
            "",
            StatusOf(template.Status, template.Template is not null),
            ProblemOf(template.Problems),
            null);

    public static ListedPolicy Of(ConstraintState constraint, long? violations)
        => new(
            Bounded.Text(constraint.Kind),
            Bounded.Text(constraint.Name),
            Bounded.Text(constraint.Constraint?.Action.ToText() ?? constraint.Document.TextAt("spec", "enforcementAction")),
            StatusOf(constraint.Status, constraint.Constraint is not null),
            ProblemOf(constraint.Problems),
            violations);

    private static string StatusOf(StoreStatus status, bool isInForce) => status switch
    {
        StoreStatus.Active => Active,
        StoreStatus.Pending => Pending,
        _ => isInForce ? Outdated : Error,
    };

    /// <summary>The first lines of the problems; what follows in each shows the source.</summary>
    private static string ProblemOf(IReadOnlyList<ConstraintProblem> problems)
        => problems.Count == 0 ? "" : Bounded.Text(string.Join("; ", problems.Select(p => p.ToString().Split('\n')[0])));
}
