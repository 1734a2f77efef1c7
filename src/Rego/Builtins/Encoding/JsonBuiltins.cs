using System.Text;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Encoding;

/// <summary>JSON text from values and back.</summary>
internal static class JsonBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("json.is_valid", (context, operands) => RegoBoolean.Of(operands[0] is RegoString text && RegoJson.TryParse(GoText.ToUtf8(text.Value), out _, out _))),
        new("json.marshal", (_, operands) => RegoString.Of(RegoJson.ToEscapedJson(operands[0]))),
        new("json.marshal_with_options", MarshalWithOptions),
        new("json.unmarshal", Unmarshal),
    ];

    private static RegoValue? Unmarshal(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
        => RegoJson.TryParse(GoText.ToUtf8(Operand.String(operands, 0)), out var value, out var error) ? value : context.Fail(error);

    private static RegoValue? MarshalWithOptions(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var prefix = "";
        var indent = "\t";
        bool? pretty = null;
        var implied = false;
        foreach (var (key, value) in Operand.Object(operands, 1))
        {
            switch ((key as RegoString)?.Value)
            {
                case "prefix":
                    prefix = Text(key, value);
                    implied = true;
                    break;
                case "indent":
                    indent = Text(key, value);
                    implied = true;
                    break;
                case "pretty":
                    pretty = (value as RegoBoolean)?.Value ?? throw Operand.Wrong(1, "key \"pretty\" failed cast to bool");
                    break;
                default:
                    throw Operand.Wrong(1, $"object contained unknown key {key}");
            }
        }

        return RegoString.Of(pretty ?? implied ? prefix + JsonIndent.Write(operands[0], prefix, indent) : RegoJson.ToEscapedJson(operands[0]));
    }

    private static string Text(RegoValue key, RegoValue value) => (value as RegoString)?.Value
        ?? throw Operand.Wrong(1, $"key {key} failed cast to string: operand 1 must be string but got {value.TypeName}");
}

/// <summary>Writes JSON over many lines, as Go's json.MarshalIndent.</summary>
internal static class JsonIndent
{
    public static string Write(RegoValue value, string prefix, string indent)
    {
        var text = new StringBuilder();
        Append(text, value, prefix, indent, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, RegoValue value, string prefix, string indent, int depth)
    {
        switch (value)
        {
            case RegoArray { Count: > 0 } or RegoSet { Count: > 0 }:
                var separator = '[';
                foreach (var item in (IEnumerable<RegoValue>)value)
                {
                    text.Append(separator);
                    NewLine(text, prefix, indent, depth + 1);
                    Append(text, item, prefix, indent, depth + 1);
                    separator = ',';
                }

                NewLine(text, prefix, indent, depth);
                text.Append(']');
                break;
            case RegoObject { Count: > 0 } obj:
                separator = '{';
                foreach (var (name, member) in JsonOutput.Members(obj))
                {
                    text.Append(separator);
                    NewLine(text, prefix, indent, depth + 1);
                    text.Append(RegoJson.ToEscapedJson(new RegoString(name))).Append(": ");
                    Append(text, member, prefix, indent, depth + 1);
                    separator = ',';
                }

                NewLine(text, prefix, indent, depth);
                text.Append('}');
                break;
            default:
                text.Append(RegoJson.ToEscapedJson(value));
                break;
        }
    }

    private static void NewLine(StringBuilder text, string prefix, string indent, int depth)
    {
        text.Append('\n').Append(prefix);
        for (; depth > 0; depth--)
        {
            text.Append(indent);
        }
    }
}
