using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>Regular expressions of RE2.</summary>
internal static class RegexBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("regex.find_all_string_submatch_n", FindWithGroups),
        new("regex.find_n", Find),
        new("regex.globs_match", (_, operands) => RegoBoolean.Of(GlobIntersection.IsNotEmpty(Operand.String(operands, 0), Operand.String(operands, 1)))),
        new("regex.is_valid", (_, operands) => RegoBoolean.Of(operands[0] is RegoString text && GoRegex.IsValid(text.Value))),
        new("regex.match", Match),
        new("re_match", Match),
        new("regex.replace", Replace),
        new("regex.split", Split),
        new("regex.template_match", MatchTemplate),
    ];

    private static RegoValue? Match(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (operands[0] is not RegoString pattern || operands[1] is not RegoString text)
        {
            var wrong = operands[0] is RegoString ? 1 : 0;
            return context.FailOperand(wrong, operands[wrong], "string");
        }

        return RegoBoolean.Of(GoRegex.Of(pattern.Value).IsMatch(context, text.Value));
    }

    private static RegoValue? Find(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 1);
        var most = Operand.Integer(operands, 2);
        var found = GoRegex.Of(Operand.String(operands, 0)).All(context, text, most);
        return RegoArray.Of(found.Select(match => (RegoValue)RegoString.Of(match.Value)));
    }

    private static RegoValue? FindWithGroups(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 1);
        var most = Operand.Integer(operands, 2);
        var regex = GoRegex.Of(Operand.String(operands, 0));
        return RegoArray.Of(regex.All(context, text, most).Select(match => (RegoValue)RegoArray.Of(
            Enumerable.Range(0, regex.GroupNames.Count).Select(i => (RegoValue)RegoString.Of(match.Groups[i].Value)))));
    }

    private static RegoValue? Replace(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        var pattern = Operand.String(operands, 1);
        var template = Operand.String(operands, 2);
        return RegoString.Of(GoRegex.Of(pattern).Replace(context, text, template));
    }

    private static RegoValue? Split(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var pattern = Operand.String(operands, 0);
        var text = Operand.String(operands, 1);
        var regex = GoRegex.Of(pattern);
        if (pattern.Length > 0 && text.Length == 0)
        {
            return RegoArray.Create(RegoString.Empty);
        }

        var parts = new List<RegoValue>();
        var begin = 0;
        var end = 0;
        foreach (var match in regex.All(context, text, -1))
        {
            end = match.Index;
            if (end + match.Length != 0)
            {
                parts.Add(RegoString.Of(text[begin..end]));
            }

            begin = end + match.Length;
        }

        if (end != text.Length)
        {
            parts.Add(RegoString.Of(text[begin..]));
        }

        return RegoArray.Of(parts);
    }

    private static RegoValue? MatchTemplate(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var template = Operand.String(operands, 0);
        var text = Operand.String(operands, 1);
        var start = Operand.String(operands, 2);
        var end = Operand.String(operands, 3);
        if (start.Length != 1 || end.Length != 1)
        {
            // OPA gives the length of the start delimiter for both.
            return context.Fail($"{(start.Length != 1 ? "start" : "end")} delimiter has to be exactly one character long but is {GoText.ToUtf8(start).Length} long");
        }

        return RegoBoolean.Of(GoRegex.Of(TemplatePattern(template, start[0], end[0])).IsMatch(context, text));
    }

    /// <summary>The expression for text with expressions between delimiters: <c>urn:{[a-z]+}</c>.</summary>
    private static string TemplatePattern(string template, char start, char end)
    {
        var pattern = new StringBuilder("^");
        var level = 0;
        var open = 0;
        var last = 0;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == start)
            {
                open = level++ == 0 ? i : open;
            }
            else if (template[i] == end)
            {
                level--;
                if (level == 0)
                {
                    Quote(pattern, template[last..open]);
                    pattern.Append('(').Append(template, open + 1, i - open - 1).Append(')');
                    last = i + 1;
                }
                else if (level < 0)
                {
                    break;
                }
            }
        }

        if (level != 0)
        {
            throw new BuiltinException($"unbalanced braces in {GoQuote.Quote(template)}");
        }

        Quote(pattern, template[last..]);
        return pattern.Append('$').ToString();
    }

    private static void Quote(StringBuilder pattern, string text)
    {
        foreach (var c in text)
        {
            pattern.Append("\\.+*?()|[]{}^$".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }
    }
}
