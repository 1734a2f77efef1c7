using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Bouncer.Constraints.Reading;
using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Schemas;

/// <summary>
/// Reads schemas, and holds them to what structural schemas are: every value has a type, and what is made of parts says of which
/// (apiextensions-apiserver/pkg/apiserver/schema/validation.go). An API server would refuse the CustomResourceDefinition otherwise.
/// </summary>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="warnings">Takes what API servers check and <see cref="SchemaValidator"/> does not.</param>
internal sealed class SchemaReader(ProblemList problems, ICollection<string> warnings)
{
    private const string Types = "\"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"";

    /// <summary>The path of a property's schema, as Kubernetes writes it: <c>properties[repos]</c>.</summary>
    public static string PropertyPath(string path, RegoValue name) => $"{path}.properties[{Shown.Plain((name as RegoString)?.Value ?? "")}]";

    /// <summary>Reads the schema of a value.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">Its path.</param>
    /// <param name="what">What it is the schema of, for messages.</param>
    public SchemaNode Read(RegoObject schema, string path, string what)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var fields = new FieldReader(schema, path, problems);
        CheckKeywords(fields, Level.Value);
        var type = Type(fields, what);
        var node = WithConditions(fields, Level.Value, new SchemaNode
        {
            Type = type,
            IsNullable = fields.Boolean("nullable") == true,
            IsIntOrString = fields.Boolean(SchemaKeywords.IntOrString) == true,
            PreservesUnknownFields = fields.Boolean(SchemaKeywords.PreserveUnknownFields) == true,
            IsEmbeddedResource = fields.Boolean(SchemaKeywords.EmbeddedResource) == true,
            Default = fields.Value("default"),
            Properties = Properties(fields, isStructural: true),
            AdditionalProperties = AdditionalProperties(fields),
            Items = Items(fields, type),
        });
        if (node.Default is not null)
        {
            new SchemaValidator(problems, SchemaValidator.NoPlaces).Validate(node.Default, node, fields.PathOf("default"));
        }

        return node;
    }

    /// <summary>Reads what stands below <c>allOf</c> and the like: conditions on a value whose parts are described elsewhere.</summary>
    private SchemaNode ReadValidation(FieldReader fields, Level level)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        CheckKeywords(fields, level);
        return WithConditions(fields, level, new SchemaNode
        {
            Type = level == Level.IntOrString ? fields.Text("type") ?? "" : "",
            PreservesUnknownFields = true,
            Properties = Properties(fields, isStructural: false),
            Items = fields.Object("items") is { } items ? ReadValidation(items, Level.Condition) : null,
        });
    }

    /// <summary>Adds what a value is compared with, which schemas and what stands below <c>allOf</c> and the like have in common.</summary>
    private SchemaNode WithConditions(FieldReader fields, Level level, SchemaNode node) => node with
    {
        Required = [.. fields.Texts("required")?.Select(r => r.Value) ?? []],
        Enum = fields.Array("enum"),
        Pattern = Pattern(fields),
        Minimum = fields.Number("minimum"),
        Maximum = fields.Number("maximum"),
        ExcludesMinimum = fields.Boolean("exclusiveMinimum") == true,
        ExcludesMaximum = fields.Boolean("exclusiveMaximum") == true,
        MultipleOf = MultipleOf(fields),
        MinLength = fields.Count("minLength"),
        MaxLength = fields.Count("maxLength"),
        MinItems = fields.Count("minItems"),
        MaxItems = fields.Count("maxItems"),
        MinProperties = fields.Count("minProperties"),
        MaxProperties = fields.Count("maxProperties"),
        AllOf = Alternatives(fields, "allOf", index => level == Level.Value && index == 0 ? Level.FirstOfAll : Level.Condition),
        AnyOf = Alternatives(fields, "anyOf", _ => level is Level.Value or Level.FirstOfAll && IsIntOrString(fields.Value("anyOf")) ? Level.IntOrString : Level.Condition),
        OneOf = Alternatives(fields, "oneOf", _ => Level.Condition),
        Not = fields.Object("not") is { } not ? ReadValidation(not, Level.Condition) : null,
    };

    private void CheckKeywords(FieldReader fields, Level level)
    {
        foreach (var (key, value) in fields.Document)
        {
            var keyword = ((key as RegoString)?.Value) ?? "";
            if (value is RegoNull)
            {
                continue;
            }

            if (SchemaKeywords.Forbidden.Contains(keyword))
            {
                Add(fields.PathOf(keyword), "Forbidden: must be empty to be structural");
            }
            else if (level is Level.FirstOfAll or Level.Condition && SchemaKeywords.Structural.Contains(keyword))
            {
                Add(fields.PathOf(keyword), "Forbidden: must be empty to be structural");
            }
            else if (keyword == "format" && value is RegoString format && SchemaKeywords.CheckedFormats.Contains(format.Value.Replace("-", "", StringComparison.Ordinal)))
            {
                Warn(fields.PathOf(keyword), $"is checked by API servers alone: here any text is taken for {Shown.Quoted(format.Value)}");
            }
            else if (keyword == SchemaKeywords.Validations && value is RegoArray { Count: > 0 })
            {
                Warn(fields.PathOf(keyword), "is checked by API servers alone, since Kubernetes 1.25: here its rules are not evaluated");
            }
        }

        if (fields.Value("uniqueItems") is RegoBoolean { Value: true })
        {
            Add(fields.PathOf("uniqueItems"), "Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }

        if (fields.Value(SchemaKeywords.PreserveUnknownFields) is RegoBoolean { Value: false })
        {
            Add(fields.PathOf(SchemaKeywords.PreserveUnknownFields), "Invalid value: false: must be true or undefined");
        }
    }

    /// <summary>Whether it is <c>anyOf: [{type: integer}, {type: string}]</c>, in this order and with nothing else: the one place below
    /// <c>anyOf</c> where types may stand, of a value or of the first that is in its <c>allOf</c>.</summary>
    private static bool IsIntOrString(RegoValue? anyOf)
        => anyOf is RegoArray { Count: 2 } pair && IsType(pair[0], "integer") && IsType(pair[1], "string");

    private static bool IsType(RegoValue schema, string type)
        => schema is RegoObject { Count: 1 } only && only.TryGet("type", out var value) && value is RegoString text && text.Value == type;

    private string Type(FieldReader fields, string what)
    {
        var type = fields.Text("type") ?? "";
        var takesAnyType = fields.Value(SchemaKeywords.PreserveUnknownFields) is RegoBoolean { Value: true };
        var isIntOrString = fields.Value(SchemaKeywords.IntOrString) is RegoBoolean { Value: true };
        if (type.Length == 0 && fields.Value("type") is null or RegoString { Value: "" })
        {
            if (!takesAnyType && !isIntOrString)
            {
                Add(fields.PathOf("type"), $"Required value: must not be empty {what}");
            }
        }
        else if (type is not ("array" or "boolean" or "integer" or "number" or "object" or "string" or ""))
        {
            Add(fields.PathOf("type"), $"Unsupported value: {Shown.Quoted(type)}: supported values: {Types}");
        }
        else if (isIntOrString && type.Length > 0)
        {
            Add(fields.PathOf("type"), $"Invalid value: {Shown.Quoted(type)}: must be empty if {SchemaKeywords.IntOrString} is true");
        }

        return type;
    }

    private FrozenDictionary<string, SchemaNode> Properties(FieldReader fields, bool isStructural)
    {
        if (fields.Object("properties") is not { } properties)
        {
            return FrozenDictionary<string, SchemaNode>.Empty;
        }

        var nodes = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var (key, value) in properties.Document)
        {
            var path = PropertyPath(fields.Path, key);
            if (key is not RegoString name || value is not RegoObject schema)
            {
                problems.Add(ProblemCode.Conversion, $"{path} must be an object", path);
            }
            else
            {
                nodes[name.Value] = isStructural ? Read(schema, path, "for specified object fields") : ReadValidation(new FieldReader(schema, path, problems), Level.Condition);
            }
        }

        return nodes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private SchemaNode? AdditionalProperties(FieldReader fields)
    {
        var path = fields.PathOf("additionalProperties");
        var value = fields.Value("additionalProperties");
        if (value is null)
        {
            return null;
        }

        if (fields.Value("properties") is not null)
        {
            Add(path, "Forbidden: additionalProperties and properties are mutual exclusive");
        }

        if (value is RegoBoolean { Value: true })
        {
            return new SchemaNode { PreservesUnknownFields = true, IsNullable = true };
        }

        if (value is RegoBoolean)
        {
            Add(path, "Forbidden: must not be used: only true or a schema is allowed");
            return null;
        }

        return fields.Object("additionalProperties") is { } schema ? Read(schema.Document, path, "for specified object fields") : null;
    }

    private SchemaNode? Items(FieldReader fields, string type)
    {
        if (fields.Value("items") is null)
        {
            if (type == "array")
            {
                Add(fields.PathOf("items"), "Required value: must be specified");
            }

            return null;
        }

        return fields.Object("items") is { } items ? Read(items.Document, items.Path, "for specified array items") : null;
    }

    private RegoRegex? Pattern(FieldReader fields)
    {
        if (fields.Text("pattern") is not { Length: > 0 } pattern)
        {
            return null;
        }

        if (!RegoRegex.TryParse(pattern, out var regex, out var error))
        {
            Add(fields.PathOf("pattern"), $"Invalid value: {Shown.Quoted(pattern)}: must be a valid regular expression, but isn't: {error}");
        }

        return regex;
    }

    private RegoNumber? MultipleOf(FieldReader fields)
    {
        var number = fields.Number("multipleOf");
        if (number is null || number > RegoNumber.Zero)
        {
            return number;
        }

        Add(fields.PathOf("multipleOf"), $"Invalid value: {number}: must be greater than 0");
        return null;
    }

    private List<SchemaNode> Alternatives(FieldReader fields, string keyword, Func<int, Level> levelOf)
        => [.. fields.Objects(keyword)?.Select((condition, index) => ReadValidation(condition, levelOf(index))) ?? []];

    private void Warn(string path, string message)
    {
        if (warnings.Count < SchemaPreparation.MaxWarnings)
        {
            warnings.Add($"{path} {message}");
        }
    }

    private void Add(string path, string message) => problems.Add(ProblemCode.Schema, $"{path}: {message}", path);

    /// <summary>Where a schema stands, which says what may be in it.</summary>
    private enum Level
    {
        /// <summary>It describes a value.</summary>
        Value,

        /// <summary>The first in the <c>allOf</c> of a value.</summary>
        FirstOfAll,

        /// <summary>One of the two types of int-or-string.</summary>
        IntOrString,

        /// <summary>Anything else below <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> or <c>not</c>.</summary>
        Condition,
    }
}
