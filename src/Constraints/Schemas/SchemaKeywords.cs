using System.Collections.Frozen;

namespace Bouncer.Constraints.Schemas;

/// <summary>The keywords of schemas (apiextensions.k8s.io/v1, JSONSchemaProps).</summary>
internal static class SchemaKeywords
{
    public const string PreserveUnknownFields = "x-kubernetes-preserve-unknown-fields";

    public const string IntOrString = "x-kubernetes-int-or-string";

    public const string EmbeddedResource = "x-kubernetes-embedded-resource";

    public const string Validations = "x-kubernetes-validations";

    /// <summary>Those that a schema of a CustomResourceDefinition must not have.</summary>
    public static FrozenSet<string> Forbidden { get; } =
        FrozenSet.Create("$ref", "definitions", "dependencies", "patternProperties", "additionalItems", "id", "$schema");

    /// <summary>Those that say what a value is made of. Below <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and <c>not</c> they must not stand.</summary>
    public static FrozenSet<string> Structural { get; } = FrozenSet.Create(
        "type", "default", "title", "description", "nullable", "additionalProperties", PreserveUnknownFields, EmbeddedResource);

    /// <summary>The formats of text that API servers check (apiextensions-apiserver/pkg/apiserver/validation/formats.go), which leave dashes
    /// out of the name: <c>date-time</c> is <c>datetime</c>. The others, such as <c>int32</c>, are checked by nobody.</summary>
    public static FrozenSet<string> CheckedFormats { get; } = FrozenSet.Create(
        "bsonobjectid", "uri", "email", "hostname", "ipv4", "ipv6", "cidr", "mac", "uuid", "uuid3", "uuid4", "uuid5", "isbn", "isbn10",
        "isbn13", "creditcard", "ssn", "hexcolor", "rgbcolor", "byte", "password", "date", "duration", "datetime", "k8sshortname", "k8slongname");

    /// <summary>All that is known.</summary>
    public static FrozenSet<string> Known { get; } = FrozenSet.Create(
    [
        .. Forbidden,
        .. Structural,
        "format", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems",
        "minItems", "uniqueItems", "multipleOf", "enum", "maxProperties", "minProperties", "required", "items", "allOf", "oneOf",
        "anyOf", "not", "properties", "externalDocs", "example", IntOrString, "x-kubernetes-list-map-keys",
        "x-kubernetes-list-type", "x-kubernetes-map-type", Validations,
    ]);
}
