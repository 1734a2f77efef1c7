using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Suites;
using Bouncer.Rego.Values;
using static Bouncer.Cli.Objects.StructuredText;

namespace Bouncer.Cli.Explain;

/// <summary>Explanations for programs.</summary>
internal static class JsonExplanation
{
    public static RegoArray Of(IEnumerable<ExplainedObject> objects)
        => Array(objects.Select(o => Object(
            ("object", Of(o.Object.Source)),
            ("constraints", Array(o.Constraints.Select(Of))))));

    private static RegoObject Of(SourceDocument source)
        => Object(
            ("file", Text(source.File)),
            ("line", RegoNumber.Of(source.Line)),
            ("path", Text(source.Path)),
            ("apiVersion", Text(source.Object.Kind.ApiVersion)),
            ("kind", Text(source.Object.Kind.Kind)),
            ("namespace", Text(source.Object.Namespace)),
            ("name", Text(source.Object.Name)));

    private static RegoObject Of(Explained explained)
        => Object(
            ("kind", Text(explained.Constraint.Kind)),
            ("name", Text(explained.Constraint.Name)),
            ("verdict", Text(explained.Verdict)),
            ("matches", RegoBoolean.Of(explained.Explanation.IsMatch)),
            ("reason", TextOrNull(explained.Explanation.Reason)),
            ("enforcement", Object([.. explained.Enforcement.Select(e => (e.Point, (RegoValue?)Array(e.Actions.Select(Text))))])),
            ("violations", Array(explained.Explanation.Violations.Select(Of))),
            ("trace", TextOrNull(explained.Explanation.Trace)));

    private static RegoObject Of(Violation violation)
        => Object(
            ("msg", Text(violation.Message)),
            ("details", violation.Details),
            ("error", TextOrNull(violation.Error?.Code)));
}
