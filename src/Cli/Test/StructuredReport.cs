using Bouncer.Constraints.Enforcement;
using Bouncer.Rego.Values;
using static Bouncer.Cli.Objects.StructuredText;

namespace Bouncer.Cli.Test;

/// <summary>Violations for programs, with the fields that <c>gator test --output json</c> has.</summary>
internal static class StructuredReport
{
    private const string Target = "admission.k8s.gatekeeper.sh";

    public static RegoArray Of(IEnumerable<TestResult> results) => Array(results.Select(Of));

    private static RegoObject Of(TestResult result)
    {
        var violation = result.Violation;
        var constraint = violation.Constraint;
        return Object(
            ("target", Text(Target)),
            ("msg", Text(violation.Message)),
            ("metadata", Object(("details", violation.Details))),
            ("constraint", constraint.Document),
            ("enforcementAction", Text(constraint.Action.ToText())),
            ("scopedActions", constraint.Action == EnforcementAction.Scoped ? Array(violation.Actions.Select(a => Text(a.ToText()))) : null),
            ("violatingObject", result.Of.Object.Document),
            ("trace", TextOrNull(result.Trace)));
    }
}
