using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reading;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Schemas;

/// <summary>The schema of a template's constraints. Immutable.</summary>
public sealed class ConstraintSchema
{
    private static readonly RegoObject Metadata = (RegoObject)RegoJson.Parse(
        $$"""{ "type": "object", "properties": { "name": { "type": "string", "maxLength": {{ObjectNames.MaxLength}} } } }""");

    private static readonly UnknownFields Unknown = new(new Dictionary<string, string>
    {
        ["match"] = "spec.match",
        ["parameters"] = "spec.parameters",
        ["enforcementAction"] = "spec.enforcementAction",
        ["scopedEnforcementActions"] = "spec.scopedEnforcementActions",
        ["kinds"] = "spec.match.kinds",
        ["scope"] = "spec.match.scope",
        ["namespaces"] = "spec.match.namespaces",
        ["excludedNamespaces"] = "spec.match.excludedNamespaces",
        ["labelSelector"] = "spec.match.labelSelector",
        ["namespaceSelector"] = "spec.match.namespaceSelector",
        ["source"] = "spec.match.source",
    });

    // The same for all templates, so read once: a thousand templates share it.
    private static readonly Dictionary<string, SchemaNode> CommonFields = new(StringComparer.Ordinal)
    {
        ["match"] = NodeOf(MatchSchema.Match),
        ["enforcementAction"] = NodeOf(MatchSchema.EnforcementAction),
        ["scopedEnforcementActions"] = NodeOf(MatchSchema.ScopedEnforcementActions),
    };

    private static readonly SchemaNode MetadataNode = NodeOf(Metadata);

    private readonly SchemaNode _root;

    internal ConstraintSchema(ParametersSchema? parameters)
    {
        Parameters = parameters?.Document;
        Document = DocumentOf(parameters?.Document);
        _root = RootOf(parameters?.Node);
    }

    /// <summary>The OpenAPI v3 schema of <c>spec.parameters</c>; null if there may be none.</summary>
    public RegoObject? Parameters { get; }

    /// <summary>The OpenAPI v3 schema of a whole constraint. It keeps fields that it does not know: an API server would drop them in
    /// silence, and a constraint whose <c>kinds</c> stand beside its <c>match</c> would be taken, and match everything. Kept, they
    /// reach whoever can say where they belong.</summary>
    public RegoObject Document { get; }

    /// <summary>A constraint as an API server takes it: with the defaults of the schema, and without what is null and may not be.</summary>
    internal RegoObject WithDefaults(RegoObject constraint) => (RegoObject)SchemaDefaults.Apply(constraint, _root);

    /// <summary>Checks a constraint that has its defaults.</summary>
    internal void Validate(RegoObject constraint, ProblemList problems) => new SchemaValidator(problems, Unknown).Validate(constraint, _root, "");

    private static SchemaNode NodeOf(RegoObject schema) => new SchemaReader([], []).Read(schema, "", "");

    private static SchemaNode RootOf(SchemaNode? parameters)
    {
        var fields = new Dictionary<string, SchemaNode>(CommonFields, StringComparer.Ordinal);
        if (parameters is not null)
        {
            fields["parameters"] = parameters;
        }

        return ObjectOf(new Dictionary<string, SchemaNode>(StringComparer.Ordinal)
        {
            ["metadata"] = new SchemaNode { Type = MetadataNode.Type, Properties = MetadataNode.Properties, PreservesUnknownFields = true },
            ["spec"] = ObjectOf(fields),
            ["status"] = new SchemaNode { PreservesUnknownFields = true },
        });
    }

    private static SchemaNode ObjectOf(Dictionary<string, SchemaNode> properties)
        => new() { Type = "object", Properties = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(properties, StringComparer.Ordinal) };

    private static RegoObject DocumentOf(RegoObject? parameters)
    {
        var spec = new RegoObject.Builder();
        spec.Set("match", MatchSchema.Match);
        spec.Set("enforcementAction", MatchSchema.EnforcementAction);
        spec.Set("scopedEnforcementActions", MatchSchema.ScopedEnforcementActions);
        if (parameters is not null)
        {
            spec.Set("parameters", parameters);
        }

        var fields = new RegoObject.Builder();
        fields.Set("metadata", Metadata);
        fields.Set("spec", OpenObject(spec.Build()));
        fields.Set("status", SchemaPreparation.Anything);
        return OpenObject(fields.Build());
    }

    private static RegoObject OpenObject(RegoObject properties)
    {
        var schema = new RegoObject.Builder();
        schema.Set("type", RegoString.Of("object"));
        schema.Set("properties", properties);
        schema.Set(SchemaKeywords.PreserveUnknownFields, RegoBoolean.True);
        return schema.Build();
    }
}
