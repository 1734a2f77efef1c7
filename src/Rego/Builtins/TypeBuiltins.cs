using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Asking for types, and v0's casts.</summary>
internal static class TypeBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("is_array", (_, operands) => RegoBoolean.Of(operands[0] is RegoArray)),
        new("is_boolean", (_, operands) => RegoBoolean.Of(operands[0] is RegoBoolean)),
        new("is_null", (_, operands) => RegoBoolean.Of(operands[0] is RegoNull)),
        new("is_number", (_, operands) => RegoBoolean.Of(operands[0] is RegoNumber)),
        new("is_object", (_, operands) => RegoBoolean.Of(operands[0] is RegoObject)),
        new("is_set", (_, operands) => RegoBoolean.Of(operands[0] is RegoSet)),
        new("is_string", (_, operands) => RegoBoolean.Of(operands[0] is RegoString)),
        new("type_name", (_, operands) => RegoNames.Of(operands[0].TypeName)),
        new("cast_array", (_, operands) => operands[0] is RegoArray ? operands[0] : RegoArray.Own([.. Operand.Elements(operands, 0)])),
        new("cast_set", (_, operands) => operands[0] is RegoSet ? operands[0] : RegoSet.Create([.. Operand.Elements(operands, 0)])),
        new("cast_boolean", (_, operands) => operands[0] as RegoBoolean ?? throw Operand.Wrong(0, operands[0], "boolean")),
        new("cast_null", (_, operands) => operands[0] as RegoNull ?? throw Operand.Wrong(0, operands[0], "null")),
        new("cast_object", (_, operands) => Operand.Object(operands, 0)),
        new("cast_string", (_, operands) => Operand.Text(operands, 0)),
    ];
}
