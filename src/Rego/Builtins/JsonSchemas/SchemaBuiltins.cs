using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.JsonSchemas;

/// <summary>JSON Schema.</summary>
internal static class SchemaBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("json.match_schema", Match),
        new("json.verify_schema", Verify),
    ];

    // A document or schema is an object, or text with JSON in it. Sets become arrays on the way, as in all JSON.
    private static RegoValue Document(RegoValue operand)
    {
        switch (operand)
        {
            case RegoString text:
                return RegoJson.TryParse(GoText.ToUtf8(text.Value), out var value, out _) ? value : throw new BuiltinException("invalid JSON string");
            case RegoObject:
                return RegoJson.Parse(RegoJson.ToUtf8(operand));
            default:
                throw new BuiltinException("wrong type, expected string or object");
        }
    }

    private static RegoValue? Match(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var document = Document(operands[0]);
        var schema = Document(operands[1]);
        SchemaCheck.Check(schema);
        var errors = SchemaMatch.Errors(context, document, schema);
        return RegoArray.Create(RegoBoolean.Of(errors.Count == 0), RegoArray.Of(errors.Select(error => (RegoValue)error.ToValue())));
    }

    private static RegoValue? Verify(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        try
        {
            SchemaCheck.Check(Document(operands[0]));
            return RegoArray.Create(RegoBoolean.True, RegoNull.Instance);
        }
        catch (BuiltinException wrong)
        {
            return RegoArray.Create(RegoBoolean.False, new RegoString($"jsonschema: {wrong.Detail}"));
        }
    }
}
