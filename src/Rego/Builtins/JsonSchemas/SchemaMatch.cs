using System.Globalization;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.JsonSchemas;

/// <summary>Matches a document against a schema that was checked before. In the order and the words of gojsonschema.</summary>
internal sealed partial class SchemaMatch
{
    private const int MaxDepth = 500; // references can lead in circles without getting deeper into the document

    private readonly BuiltinContext context;
    private readonly RegoValue root;
    private List<SchemaError> errors = [];
    private int depth;

    private SchemaMatch(BuiltinContext context, RegoValue root)
    {
        this.context = context;
        this.root = root;
    }

    public static IReadOnlyList<SchemaError> Errors(BuiltinContext context, RegoValue document, RegoValue schema)
    {
        var match = new SchemaMatch(context, schema);
        match.Value(schema, document, "(Root)");
        return match.errors;
    }

    private void Add(string field, string type, string description) => errors.Add(new(field, type, description));

    private static string Below(string field, string step) => field == "(Root)" ? step : $"{field}.{step}";

    /// <summary>The errors of a value against a schema, apart from those so far.</summary>
    private List<SchemaError> ErrorsOf(RegoValue schema, RegoValue value, string field)
    {
        var outer = errors;
        errors = [];
        Value(schema, value, field);
        var own = errors;
        errors = outer;
        return own;
    }

    private void Value(RegoValue schemaValue, RegoValue value, string field)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (++depth > MaxDepth)
        {
            throw new BuiltinException("schema nests too deeply");
        }

        if (schemaValue is RegoBoolean { Value: false })
        {
            Add(field, "false", "False always fails validation");
        }
        else if (schemaValue is RegoObject schema)
        {
            if (schema.TryGet("$ref", out var reference))
            {
                Value(SchemaReferences.Find(root, ((RegoString)reference).Value), value, field);
            }
            else if (HasType(schema, value, field))
            {
                Combinations(schema, value, field);
                Own(schema, value, field);
            }
        }

        depth--;
    }

    private void Own(RegoObject schema, RegoValue value, string field)
    {
        switch (value)
        {
            case RegoNumber number:
                Number(schema, number, field);
                Common(schema, value, field);
                break;
            case RegoArray array:
                Array(schema, array, field);
                Common(schema, value, field);
                break;
            case RegoObject obj:
                Object(schema, obj, field);
                Common(schema, value, field);
                Properties(schema, obj, field);
                break;
            case RegoString text:
                Common(schema, value, field);
                Text(schema, text.Value, field);
                break;
            default:
                Common(schema, value, field);
                break;
        }
    }

    private bool HasType(RegoObject schema, RegoValue value, string field)
    {
        if (!schema.TryGet("type", out var types))
        {
            return true;
        }

        var given = value is RegoNumber number ? number.IsInt64 || Numbers.TryGetInteger(number, out _) ? "integer" : "number" : value.TypeName;
        IEnumerable<string> allowed = types is RegoArray array ? array.Select(type => ((RegoString)type).Value) : [((RegoString)types).Value];
        if (allowed.Any(type => type == given || (type == "number" && given == "integer")))
        {
            return true;
        }

        var expected = types is RegoArray ? $"[{string.Join(',', allowed)}]" : ((RegoString)types).Value;
        Add(field, "invalid_type", $"Invalid type. Expected: {expected}, given: {given}");
        return false;
    }

    private static IEnumerable<RegoValue> List(RegoObject schema, string name) => schema.TryGet(name, out var list) && list is RegoArray array ? array : [];

    private void Combinations(RegoObject schema, RegoValue value, string field)
    {
        var any = List(schema, "anyOf").Select(part => ErrorsOf(part, value, field)).ToList();
        if (any.Count > 0 && any.TrueForAll(found => found.Count > 0))
        {
            Add(field, "number_any_of", "Must validate at least one schema (anyOf)");
            errors.AddRange(Best(any));
        }

        var one = List(schema, "oneOf").Select(part => ErrorsOf(part, value, field)).ToList();
        var fits = one.Count(found => found.Count == 0);
        if (one.Count > 0 && fits != 1)
        {
            Add(field, "number_one_of", "Must validate one and only one schema (oneOf)");
            errors.AddRange(fits == 0 ? Best(one) : []);
        }

        var all = List(schema, "allOf").SelectMany(part => ErrorsOf(part, value, field)).ToList();
        if (all.Count > 0)
        {
            errors.AddRange(all);
            Add(field, "number_all_of", "Must validate all the schemas (allOf)");
        }

        if (schema.TryGet("not", out var not) && ErrorsOf(not, value, field).Count == 0)
        {
            Add(field, "number_not", "Must not validate the schema (not)");
        }

        if (value is RegoObject obj && schema.TryGet("dependencies", out var dependencies))
        {
            Dependencies((RegoObject)dependencies, obj, field);
        }

        if (schema.TryGet("if", out var condition))
        {
            var holds = ErrorsOf(condition, value, field).Count == 0;
            if (schema.TryGet(holds ? "then" : "else", out var consequence) && ErrorsOf(consequence, value, field) is { Count: > 0 } found)
            {
                Add(field, holds ? "condition_then" : "condition_else", holds ? "Must validate \"then\" as \"if\" was valid" : "Must validate \"else\" as \"if\" was not valid");
                errors.AddRange(found);
            }
        }
    }

    // Of several failed parts the one with the fewest errors says most.
    private static List<SchemaError> Best(List<List<SchemaError>> parts) => parts.MinBy(found => found.Count) ?? [];

    private void Dependencies(RegoObject dependencies, RegoObject obj, string field)
    {
        foreach (var (name, dependency) in dependencies)
        {
            if (obj.Lookup(name) is null)
            {
                continue;
            }

            if (dependency is not RegoArray names)
            {
                Value(dependency, obj, field);
                continue;
            }

            foreach (var missing in names.Where(needed => obj.Lookup(needed) is null))
            {
                Add(field, "missing_dependency", $"Has a dependency on {((RegoString)missing).Value}");
            }
        }
    }

    private void Common(RegoObject schema, RegoValue value, string field)
    {
        if (schema.TryGet("const", out var constant) && !constant.Equals(value))
        {
            Add(field, "const", $"{field} does not match: {RegoJson.ToJson(constant)}");
        }

        if (schema.TryGet("enum", out var allowed) && !((RegoArray)allowed).Any(value.Equals))
        {
            Add(field, "enum", $"{field} must be one of the following: {string.Join(", ", ((RegoArray)allowed).Select(RegoJson.ToJson))}");
        }

        if (schema.TryGet("format", out var format) && value is RegoString text && !SchemaFormats.IsMet(((RegoString)format).Value, text.Value))
        {
            Add(field, "format", $"Does not match format '{((RegoString)format).Value}'");
        }
    }

    private static long? Count(RegoObject schema, string name) => schema.TryGet(name, out var value) && value is RegoNumber number && number.TryGetIntegerValue(out var count) ? count : null;

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);
}
