using Bouncer.Constraints;
using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Suites;

namespace Bouncer.Cli.Explain;

/// <summary>An object with what each constraint makes of it.</summary>
internal sealed record ExplainedObject(SetObject Object, IReadOnlyList<Explained> Constraints);

/// <summary>What a constraint makes of an object.</summary>
internal sealed record Explained(ConstraintExplanation Explanation)
{
    private static readonly string[] s_points = [EnforcementPoints.Webhook, EnforcementPoints.Audit, EnforcementPoints.Gator];

    public Constraint Constraint => Explanation.Constraint;

    /// <summary>Whether it could not be told what the constraint says; then it counts as violated.</summary>
    public bool IsUndecided => Explanation.Violations.Any(v => v.Error is not null);

    /// <summary>One word for what comes of it.</summary>
    public string Verdict
        => Explanation.Violations.Count > 0 ? Word(Explanation.Actions)
            : !Explanation.IsMatch ? "does not match"
            : Explanation.Reason is not null ? "is not asked"
            : "allows";

    /// <summary>The actions at each enforcement point; none where the constraint is not enforced.</summary>
    public IEnumerable<(string Point, IReadOnlyList<string> Actions)> Enforcement
        => s_points.Select(p => (p, (IReadOnlyList<string>)[.. Constraint.ActionsAt(p).Select(a => a.ToText())]));

    private static string Word(IReadOnlyList<EnforcementAction> actions) => actions[0] switch
    {
        EnforcementAction.Deny => "denies",
        EnforcementAction.Warn => "warns",
        _ => "records",
    };
}
