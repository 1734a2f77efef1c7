using System.Collections.Frozen;
using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Schemas;

/// <summary>One node of an OpenAPI v3 schema, as CustomResourceDefinitions have it. Immutable.</summary>
internal sealed record SchemaNode
{
    /// <summary><c>array</c>, <c>boolean</c>, <c>integer</c>, <c>number</c>, <c>object</c> or <c>string</c>; empty for any.</summary>
    public string Type { get; init; } = "";

    public bool IsNullable { get; init; }

    /// <summary><c>x-kubernetes-int-or-string</c></summary>
    public bool IsIntOrString { get; init; }

    /// <summary><c>x-kubernetes-preserve-unknown-fields</c></summary>
    public bool PreservesUnknownFields { get; init; }

    /// <summary><c>x-kubernetes-embedded-resource</c></summary>
    public bool IsEmbeddedResource { get; init; }

    public RegoValue? Default { get; init; }

    public FrozenDictionary<string, SchemaNode> Properties { get; init; } = FrozenDictionary<string, SchemaNode>.Empty;

    /// <summary>What members must be that are no properties; null if there may be none.</summary>
    public SchemaNode? AdditionalProperties { get; init; }

    public SchemaNode? Items { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public RegoArray? Enum { get; init; }

    public RegoRegex? Pattern { get; init; }

    public RegoNumber? Minimum { get; init; }

    public RegoNumber? Maximum { get; init; }

    public bool ExcludesMinimum { get; init; }

    public bool ExcludesMaximum { get; init; }

    public RegoNumber? MultipleOf { get; init; }

    public long? MinLength { get; init; }

    public long? MaxLength { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }

    public IReadOnlyList<SchemaNode> AllOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> AnyOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> OneOf { get; init; } = [];

    public SchemaNode? Not { get; init; }

    /// <summary>Whether members that are neither properties nor additional ones are unknown fields.</summary>
    public bool RefusesUnknownFields => !PreservesUnknownFields && AdditionalProperties is null && (Type == "object" || Properties.Count > 0);
}
