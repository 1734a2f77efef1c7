using System.Numerics;
using System.Text;
using Bouncer.Rego.Builtins.Formatting;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Strings;

/// <summary>Looking into text and making text. Positions and lengths count characters (Go's runes).</summary>
internal static class StringBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("concat", Concat),
        new("contains", Contains),
        new("endswith", EndsWith),
        new("format_int", FormatInt),
        new("indexof", IndexOf),
        new("indexof_n", IndexOfAll),
        new("lower", (_, operands) => RegoString.Of(GoCase.Lower(Operand.String(operands, 0)))),
        new("upper", (_, operands) => RegoString.Of(GoCase.Upper(Operand.String(operands, 0)))),
        new("sprintf", Sprintf),
        new("startswith", StartsWith),
        new("strings.count", Count),
        new("strings.reverse", Reverse),
        new("strings.render_template", (context, operands) => TextTemplate.Render(context, Operand.String(operands, 0), Operand.Object(operands, 1))),
        new("substring", Substring),
    ];

    private static RegoValue? StartsWith(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (operands[0] is RegoString text && operands[1] is RegoString prefix)
        {
            return RegoBoolean.Of(text.Value.StartsWith(prefix.Value, StringComparison.Ordinal));
        }

        return FailText(context, operands);
    }

    private static RegoValue? EndsWith(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (operands[0] is RegoString text && operands[1] is RegoString suffix)
        {
            return RegoBoolean.Of(text.Value.EndsWith(suffix.Value, StringComparison.Ordinal));
        }

        return FailText(context, operands);
    }

    private static RegoValue? Contains(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (operands[0] is RegoString text && operands[1] is RegoString part)
        {
            return RegoBoolean.Of(text.Value.Contains(part.Value, StringComparison.Ordinal));
        }

        return FailText(context, operands);
    }

    // Policies ask these of whatever stands in a field, so that not finding text is common and must be cheap.
    private static RegoValue? FailText(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var wrong = operands[0] is RegoString ? 1 : 0;
        return context.FailOperand(wrong, operands[wrong], "string");
    }

    private static RegoValue? Concat(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var separator = Operand.String(operands, 0);
        if (operands[1] is not (RegoArray or RegoSet))
        {
            return context.FailOperand(1, operands[1], "set, array");
        }

        var parts = Operand.Strings(operands, 1);
        context.CheckSize(parts.Sum(part => (long)part.Length) + ((long)separator.Length * parts.Length));
        return parts.Length == 1 ? RegoString.Of(parts[0]) : RegoString.Of(string.Join(separator, parts));
    }

    private static RegoValue? FormatInt(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var number = Operand.Number(operands, 0);
        var verb = Operand.Number(operands, 1).Text switch
        {
            "2" => 'b',
            "8" => 'o',
            "10" => 'd',
            "16" => 'x',
            _ => throw Operand.Wrong(1, "must be one of {2, 8, 10, 16}"),
        };
        var value = Numbers.Truncate(number);
        return RegoString.Of((value.Sign < 0 ? "-" : "") + GoFormat.Digits(BigInteger.Abs(value), verb));
    }

    private static RegoValue? IndexOf(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        var part = Operand.String(operands, 1);
        if (part.Length == 0)
        {
            return context.Fail("empty search character");
        }

        var index = text.IndexOf(part, StringComparison.Ordinal);
        return RegoNumber.Of(index <= 0 ? index : GoText.CountRunes(text[..index]));
    }

    private static RegoValue? IndexOfAll(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        var part = Operand.String(operands, 1);
        if (part.Length == 0)
        {
            return context.Fail("empty search character");
        }

        var found = new List<RegoValue>();
        var runes = 0;
        var last = 0;
        for (var index = text.IndexOf(part, StringComparison.Ordinal); index >= 0; index = text.IndexOf(part, index + 1, StringComparison.Ordinal))
        {
            runes += GoText.CountRunes(text[last..index]);
            last = index;
            found.Add(RegoNumber.Of(runes));
        }

        return RegoArray.Of(found);
    }

    private static RegoValue? Count(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        var part = Operand.String(operands, 1);
        return RegoNumber.Of(part.Length == 0 ? GoText.CountRunes(text) + 1 : text.AsSpan().Count(part));
    }

    private static RegoValue? Reverse(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        var reversed = new StringBuilder(text.Length);
        for (var end = text.Length; end > 0;)
        {
            var start = end > 1 && char.IsSurrogatePair(text[end - 2], text[end - 1]) ? end - 2 : end - 1;
            reversed.Append(text, start, end - start);
            end = start;
        }

        return RegoString.Of(reversed.ToString());
    }

    private static RegoValue? Substring(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        var offset = Operand.Integer(operands, 1);
        var length = Operand.Integer(operands, 2);
        if (offset < 0)
        {
            return context.Fail("negative offset");
        }

        var start = Skip(text, 0, offset);
        var end = length < 0 ? text.Length : Skip(text, start, length);
        return RegoString.Of(text[start..end]);
    }

    /// <summary>Where one is after a number of characters from a place on; the end if there are not so many.</summary>
    private static int Skip(string text, int from, long runes)
    {
        if (runes >= text.Length - from)
        {
            return text.Length;
        }

        if (text.AsSpan(from).IndexOfAnyInRange('\uD800', '\uDBFF') < 0)
        {
            return from + (int)runes;
        }

        for (; runes > 0 && from < text.Length; runes--)
        {
            from += from + 1 < text.Length && char.IsSurrogatePair(text[from], text[from + 1]) ? 2 : 1;
        }

        return from;
    }

    private static RegoValue? Sprintf(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
        => RegoString.Of(GoFormat.Format(context, Operand.String(operands, 0), Operand.Array(operands, 1)));
}
