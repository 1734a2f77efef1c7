using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>rego.parse_module: a module's syntax as a value, in the shape of OPA's JSON.</summary>
internal static class ParseModule
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("rego.parse_module", Parse),
    ];

    private static RegoObject Parse(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var name = Operand.String(operands, 0);
        var text = Operand.String(operands, 1);
        var result = Parser.ParseModule(new SourceText(name, text), LanguageVersion.V1);
        return result.Value is { } module
            ? ModuleValues.Of(module)
            : throw new BuiltinException(result.Errors.Length == 1
                ? $"1 error occurred: {result.Errors[0]}"
                : $"{result.Errors.Length} errors occurred:\n{string.Join('\n', result.Errors)}");
    }
}
