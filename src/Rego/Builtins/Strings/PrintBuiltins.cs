using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Strings;

/// <summary>
/// What prints: print, trace and interpolated strings. The compiler turns each argument into a set of its values, so that an
/// undefined one is an empty set and prints as <c>&lt;undefined&gt;</c>.
/// </summary>
internal static class PrintBuiltins
{
    private static readonly RegoString Undefined = new("<undefined>");

    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("print", Print),
        new("internal.print", InternalPrint),
        new("internal.template_string", Interpolate),
        new("trace", Trace),
    ];

    private static RegoValue? Print(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (context.Print is { } print)
        {
            var line = new StringBuilder();
            foreach (var operand in operands)
            {
                Append(line, operand, " ");
            }

            print(line.ToString());
        }

        return RegoBoolean.True;
    }

    private static RegoValue? InternalPrint(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (context.Print is { } print)
        {
            foreach (var line in Lines(Operand.Array(operands, 0), " "))
            {
                print(line);
            }
        }

        return RegoBoolean.True;
    }

    private static RegoValue? Interpolate(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var texts = Lines(Operand.Array(operands, 0), "").Take(2).ToArray();
        return texts.Length == 1
            ? new RegoString(texts[0])
            : throw new BuiltinException("eval_conflict_error", "template-strings must not produce multiple outputs");
    }

    private static RegoValue? Trace(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var note = Operand.String(operands, 0);
        context.Note?.Invoke(note);
        return RegoBoolean.True;
    }

    /// <summary>One line for every choice of one value from each argument; the first argument changes slowest.</summary>
    private static IEnumerable<string> Lines(RegoArray arguments, string separator)
    {
        IEnumerable<string> lines = [""];
        for (var i = 0; i < arguments.Count; i++)
        {
            IEnumerable<RegoValue> values = arguments[i] switch
            {
                RegoSet { Count: 0 } => [Undefined],
                RegoSet set => set,
                var other => [other],
            };
            var between = i == 0 ? "" : separator;
            lines = lines.SelectMany(line => values, (line, value) => line + between + Shown(value));
        }

        return lines;
    }

    private static void Append(StringBuilder line, RegoValue value, string separator)
        => line.Append(line.Length == 0 ? "" : separator).Append(Shown(value));

    private static string Shown(RegoValue value) => value is RegoString text ? text.Value : value.ToString();
}
