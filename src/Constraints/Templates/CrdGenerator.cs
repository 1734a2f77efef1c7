using Bouncer.Constraints.Objects;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Templates;

/// <summary>Makes the CustomResourceDefinitions of templates' constraints, with the names, versions, columns and label that
/// Gatekeeper's have.</summary>
internal static class CrdGenerator
{
    private static readonly RegoArray Categories = RegoArray.Create(RegoString.Of("constraint"), RegoString.Of("constraints"));

    private static readonly RegoValue Columns = RegoJson.Parse(
        """
        [
          { "name": "enforcement-action", "type": "string", "jsonPath": ".spec.enforcementAction" },
          { "name": "total-violations", "type": "integer", "jsonPath": ".status.totalViolations" }
        ]
        """);

    public static RegoObject Generate(ConstraintTemplate template)
    {
        var plural = template.Name;
        return Object(
            ("apiVersion", RegoString.Of("apiextensions.k8s.io/v1")),
            ("kind", RegoString.Of("CustomResourceDefinition")),
            ("metadata", Metadata(template, $"{plural}.{Constraint.Group}")),
            ("spec", Object(
                ("group", RegoString.Of(Constraint.Group)),
                ("names", Names(template, plural)),
                ("scope", RegoString.Of("Cluster")),
                ("versions", RegoArray.Create(Version(template, "v1beta1", isStorage: true), Version(template, "v1alpha1", isStorage: false))))));
    }

    private static RegoObject Metadata(ConstraintTemplate template, string name)
    {
        var metadata = template.Document.Object("metadata") ?? RegoObject.Empty;
        var labels = new RegoObject.Builder(metadata.Object("labels") ?? RegoObject.Empty);
        labels.Set("gatekeeper.sh/constraint", RegoString.Of("yes"));
        var result = new RegoObject.Builder();
        result.Set("name", RegoString.Of(name));
        result.Set("labels", labels.Build());
        if (metadata.Text("uid") is { Length: > 0 } uid)
        {
            // Without its template a constraint means nothing: the API server takes the definition away with it.
            result.Set("ownerReferences", RegoArray.Create(Object(
                ("apiVersion", RegoString.Of(template.Document.Text("apiVersion"))),
                ("kind", RegoString.Of("ConstraintTemplate")),
                ("name", RegoString.Of(template.Name)),
                ("uid", RegoString.Of(uid)),
                ("controller", RegoBoolean.True),
                ("blockOwnerDeletion", RegoBoolean.True))));
        }

        return result.Build();
    }

    private static RegoObject Names(ConstraintTemplate template, string plural)
    {
        var names = new RegoObject.Builder();
        names.Set("kind", RegoString.Of(template.Kind));
        names.Set("listKind", RegoString.Of(template.Kind + "List"));
        names.Set("plural", RegoString.Of(plural));
        names.Set("singular", RegoString.Of(plural));
        names.Set("categories", Categories);
        if (template.ShortNames.Count > 0)
        {
            names.Set("shortNames", RegoArray.Create([.. template.ShortNames.Select(RegoString.Of)]));
        }

        return names.Build();
    }

    private static RegoObject Version(ConstraintTemplate template, string name, bool isStorage) => Object(
        ("name", RegoString.Of(name)),
        ("served", RegoBoolean.True),
        ("storage", RegoBoolean.Of(isStorage)),
        ("schema", Object(("openAPIV3Schema", template.Schema.Document))),
        ("subresources", Object(("status", RegoObject.Empty))),
        ("additionalPrinterColumns", Columns));

    private static RegoObject Object(params ReadOnlySpan<(string Name, RegoValue Value)> members)
    {
        var result = new RegoObject.Builder(members.Length);
        foreach (var (name, value) in members)
        {
            result.Set(name, value);
        }

        return result.Build();
    }
}
