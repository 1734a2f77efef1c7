using Bouncer.Rego.Builtins.Regexes;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.JsonSchemas;

/// <summary>Whether a value is a JSON Schema (drafts 4, 6 and 7 mixed), in gojsonschema's words. References stay inside the schema.</summary>
internal sealed class SchemaCheck
{
    private const string Types = "array boolean integer number null object string";

    private readonly RegoValue root;
    private readonly HashSet<string> followed = new(StringComparer.Ordinal);

    private SchemaCheck(RegoValue root) => this.root = root;

    /// <exception cref="BuiltinException">It is none.</exception>
    public static void Check(RegoValue schema) => new SchemaCheck(schema).Schema(schema);

    private static BuiltinException Wrong(string what) => new(what);

    private static BuiltinException WrongType(string expected, string given) => new($"Invalid type. Expected: {expected}, given: {given}");

    // Recursion is bounded by the depth of the value: each reference is followed once.
    private void Schema(RegoValue value)
    {
        if (value is RegoBoolean)
        {
            return;
        }

        var schema = value as RegoObject ?? throw WrongType("Valid Schema", value.TypeName);
        if (schema.TryGet("$ref", out var reference))
        {
            var path = (reference as RegoString ?? throw WrongType("string", "$ref")).Value;
            if (followed.Add(path))
            {
                Schema(SchemaReferences.Find(root, path));
            }

            return;
        }

        foreach (var (key, member) in schema)
        {
            Keyword(schema, (key as RegoString)?.Value ?? "", member);
        }
    }

    private void Keyword(RegoObject schema, string name, RegoValue value)
    {
        switch (name)
        {
            case "id" or "$id" or "title" or "description" or "format" or "pattern":
                _ = value as RegoString ?? throw WrongType("string", name);
                break;
            case "type":
                Type(value);
                break;
            case "definitions" or "properties":
                foreach (var (_, member) in value as RegoObject ?? throw (name == "properties" ? Wrong("Properties must be of type object") : WrongType("array of schemas", name)))
                {
                    Schema(member);
                }

                break;
            case "patternProperties":
                foreach (var (pattern, member) in value as RegoObject ?? throw WrongType("valid schema", name))
                {
                    Schema(GoRegex.IsValid(((RegoString)pattern).Value) ? member : throw Wrong($"Invalid regex pattern '{((RegoString)pattern).Value}'"));
                }

                break;
            case "additionalProperties" or "additionalItems":
                Schema(value is RegoBoolean or RegoObject ? value : throw WrongType("boolean/Valid Schema", name));
                break;
            case "items":
                Items(value);
                break;
            case "dependencies":
                Dependencies(value);
                break;
            case "oneOf" or "anyOf" or "allOf":
                foreach (var member in value as RegoArray ?? throw Wrong($"{name} must be of an array"))
                {
                    Schema(member);
                }

                break;
            case "not" or "if" or "then" or "else" or "contains":
                Schema(value is RegoBoolean or RegoObject ? value : throw Wrong($"{name} must be of an object"));
                break;
            case "enum" or "required":
                Unique(name, value as RegoArray ?? throw Wrong($"{name} must be of an array"));
                break;
            case "uniqueItems":
                _ = value as RegoBoolean ?? throw Wrong("uniqueItems must be of a boolean");
                break;
            default:
                Number(schema, name, value);
                break;
        }
    }

    private static void Type(RegoValue value)
    {
        IEnumerable<RegoValue> names = value switch
        {
            RegoString => [value],
            RegoArray array => array,
            _ => throw WrongType("type", "string/Array Of Strings"),
        };
        foreach (var name in names)
        {
            var text = (name as RegoString ?? throw WrongType("type", "string/Array Of Strings")).Value;
            if (!Types.Split(' ').Contains(text))
            {
                throw Wrong($"has a primitive type that is NOT VALID -- given: /{text}/ Expected valid values are:[{Types}]");
            }
        }
    }

    private void Items(RegoValue value)
    {
        if (value is RegoArray array)
        {
            foreach (var item in array)
            {
                Schema(item);
            }
        }
        else
        {
            Schema(value is RegoBoolean or RegoObject ? value : throw WrongType("Valid Schema/Array Of Schemas", "items"));
        }
    }

    private void Dependencies(RegoValue value)
    {
        foreach (var (_, member) in value as RegoObject ?? throw WrongType("object", "dependencies"))
        {
            if (member is RegoArray names)
            {
                _ = names.All(name => name is RegoString) ? names : throw WrongType("array/string", "dependencies");
            }
            else
            {
                Schema(member);
            }
        }
    }

    private static void Unique(string name, RegoArray array)
    {
        if (name == "required" && array.Any(item => item is not RegoString))
        {
            throw WrongType("string", "required");
        }

        if (RegoSet.Create([.. array]).Count != array.Count)
        {
            throw Wrong($"{name} items must be unique");
        }
    }

    private static void Number(RegoObject schema, string name, RegoValue value)
    {
        switch (name)
        {
            case "minimum" or "maximum" or "multipleOf":
                var number = value as RegoNumber ?? throw Wrong($"{name} must be of a Number");
                _ = name != "multipleOf" || number > RegoNumber.Zero ? number : throw Wrong("multipleOf must be strictly greater than 0");
                break;
            case "exclusiveMinimum" or "exclusiveMaximum":
                _ = value is RegoNumber or RegoBoolean ? value : throw WrongType("boolean/number", name);
                var bound = name == "exclusiveMinimum" ? "minimum" : "maximum";
                _ = value is RegoNumber || schema.TryGet(bound, out _) ? value : throw Wrong($"{name} cannot be used without {bound}");
                break;
            case "minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties":
                var count = value is RegoNumber n && n.TryGetIntegerValue(out var integer) ? integer : throw Wrong($"{name} must be of an integer");
                _ = count >= 0 ? count : throw Wrong($"{name} must be greater than or equal to 0");
                if (name == "minLength" && schema.TryGet("maxLength", out var most) && most is RegoNumber && value > most)
                {
                    throw Wrong("minLength cannot be greater than maxLength");
                }

                break;
        }
    }
}
