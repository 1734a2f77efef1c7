using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Encoding;

/// <summary>YAML text from values and back.</summary>
internal static class YamlBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("yaml.is_valid", IsValid),
        new("yaml.marshal", (_, operands) => RegoString.Of(YamlWriter.Write(operands[0]))),
        new("yaml.unmarshal", (context, operands) => YamlReader.Read(context, GoText.WithoutBytes(Operand.String(operands, 0)))),
    ];

    private static RegoBoolean IsValid(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        try
        {
            return RegoBoolean.Of(operands[0] is RegoString text && YamlReader.Read(context, GoText.WithoutBytes(text.Value)) is not null);
        }
        catch (BuiltinException)
        {
            return RegoBoolean.False;
        }
    }
}
