using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Strings;

/// <summary>Reads templates. Nesting is bounded.</summary>
internal sealed class TemplateParser
{
    private const int MaxNesting = 200;

    private readonly string text;
    private int at;
    private int nesting;

    private TemplateParser(string text) => this.text = text;

    public static IReadOnlyList<TemplateNode> Parse(string text)
    {
        var parser = new TemplateParser(text);
        var nodes = parser.Nodes(out var end);
        return end.Length == 0 ? nodes : throw Wrong($"unexpected {{{{{end}}}}}");
    }

    private static BuiltinException Wrong(string what) => new($"template: {what}");

    /// <summary>Nodes up to {{end}}, {{else …}} or the end of the text; says which, "" for the last.</summary>
    private List<TemplateNode> Nodes(out string end)
    {
        if (++nesting > MaxNesting)
        {
            throw Wrong($"nests deeper than {MaxNesting} levels");
        }

        var nodes = new List<TemplateNode>();
        var trimNext = false;
        while (true)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            var plain = open < 0 ? text[at..] : text[at..open];
            plain = trimNext ? plain.TrimStart(' ', '\t', '\r', '\n') : plain;
            var action = open < 0 ? null : Action(open, out trimNext);
            if (open >= 0 && text.Length > open + 3 && text[open + 2] == '-' && text[open + 3] is ' ' or '\n' or '\t')
            {
                plain = plain.TrimEnd(' ', '\t', '\r', '\n');
            }

            if (plain.Length > 0)
            {
                nodes.Add(new TemplateNode.Text(plain));
            }

            if (action is null || action == "end" || action.StartsWith("else", StringComparison.Ordinal))
            {
                end = action ?? "";
                nesting--;
                return nodes;
            }

            if (action.Length > 0 && !action.StartsWith("/*", StringComparison.Ordinal))
            {
                nodes.Add(Node(action));
            }
        }
    }

    private string Action(int open, out bool trim)
    {
        var close = Close(open + 2);
        at = close + 2;
        var inner = text[(open + 2)..close];
        inner = inner.Length > 1 && inner[0] == '-' && char.IsWhiteSpace(inner[1]) ? inner[1..] : inner;
        trim = inner.Length > 1 && inner[^1] == '-' && char.IsWhiteSpace(inner[^2]);
        return (trim ? inner[..^1] : inner).Trim();
    }

    // The end of an action, not counting one inside of quotes.
    private int Close(int from)
    {
        var quote = '\0';
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                i += c == '\\' && quote != '`' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '`' or '\'')
            {
                quote = c;
            }
            else if (c == '}' && i + 1 < text.Length && text[i + 1] == '}')
            {
                return i;
            }
        }

        throw Wrong("unclosed action");
    }

    private TemplateNode Node(string action)
    {
        var space = action.AsSpan().IndexOfAny(' ', '\t', '\n');
        var (word, rest) = space < 0 ? (action, "") : (action[..space], action[(space + 1)..]);
        switch (word)
        {
            case "if" or "with":
                return Branch(rest, word);
            case "range":
                var body = Nodes(out var end);
                var otherwise = end == "else" ? Nodes(out end) : [];
                return end == "end" ? new TemplateNode.Range(TemplatePipelineParser.Parse(rest), body, otherwise) : throw Wrong($"unexpected {{{{{end}}}}} in range");
            case "define" or "template" or "block" or "break" or "continue":
                throw Wrong($"{{{{{word}}}}} is not provided here");
            default:
                return new TemplateNode.Action(TemplatePipelineParser.Parse(action));
        }
    }

    private TemplateNode.Branch Branch(string pipeline, string word)
    {
        var then = Nodes(out var end);
        List<TemplateNode> otherwise = [];
        if (end == "else")
        {
            otherwise = Nodes(out end);
        }
        else if (end.StartsWith("else ", StringComparison.Ordinal))
        {
            // {{else if …}} is a branch of its own, closed by the same {{end}}.
            var inner = end[5..].TrimStart();
            var kind = inner.StartsWith("if ", StringComparison.Ordinal) ? "if" : inner.StartsWith("with ", StringComparison.Ordinal) ? "with" : throw Wrong($"unexpected {{{{{end}}}}}");
            otherwise = [Branch(inner[(kind.Length + 1)..], kind)];
            end = "end";
        }

        return end == "end"
            ? new(TemplatePipelineParser.Parse(pipeline), word == "with", then, otherwise)
            : throw Wrong("unexpected EOF");
    }
}

/// <summary>Reads what stands in an action: <c>$x := .items | len</c>.</summary>
internal sealed class TemplatePipelineParser
{
    private readonly string text;
    private int at;
    private int nesting;

    private TemplatePipelineParser(string text) => this.text = text;

    public static TemplatePipeline Parse(string text)
    {
        var parser = new TemplatePipelineParser(text);
        var pipeline = parser.Pipeline();
        return parser.at == text.Length ? pipeline : throw Wrong($"unexpected \"{text[parser.at]}\" in operand");
    }

    private static BuiltinException Wrong(string what) => new($"template: {what}");

    private bool AtEnd => at >= text.Length;

    private void Space()
    {
        while (!AtEnd && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private bool Skip(string word)
    {
        if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
        {
            return false;
        }

        at += word.Length;
        return true;
    }

    private TemplatePipeline Pipeline()
    {
        if (++nesting > 50)
        {
            throw Wrong("parentheses nest too deeply");
        }

        var variables = Declarations(out var assigns);
        var commands = new List<IReadOnlyList<TemplateOperand>>();
        do
        {
            commands.Add(Command());
        }
        while (Skip("|"));
        nesting--;
        return new(variables, assigns, commands);
    }

    // $x :=, $i, $x :=, $x =
    private List<string> Declarations(out bool assigns)
    {
        var start = at;
        var names = new List<string>();
        assigns = false;
        for (Space(); !AtEnd && text[at] == '$'; Space())
        {
            names.Add("$" + Name(++at));
            Space();
            if (Skip(":="))
            {
                return names;
            }

            if (Skip("="))
            {
                assigns = true;
                return names;
            }

            if (!Skip(","))
            {
                break;
            }
        }

        at = start;
        return [];
    }

    private string Name(int start)
    {
        at = start;
        while (!AtEnd && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return text[start..at];
    }

    private List<TemplateOperand> Command()
    {
        var operands = new List<TemplateOperand>();
        for (Space(); !AtEnd && text[at] is not ('|' or ')'); Space())
        {
            operands.Add(Operand());
        }

        return operands.Count > 0 ? operands : throw Wrong("missing value for command");
    }

    private TemplateOperand Operand()
    {
        var c = text[at];
        switch (c)
        {
            case '(':
                at++;
                var inner = Pipeline();
                return Skip(")") ? new TemplateOperand.Nested(inner, Fields()) : throw Wrong("unclosed left paren");
            case '$':
                return new TemplateOperand.Variable("$" + Name(++at), Fields());
            case '.':
                return new TemplateOperand.Field(Fields());
            case '"' or '`' or '\'':
                return Quoted(c);
            case '-' or '+' or (>= '0' and <= '9'):
                var end = at + 1;
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '.'))
                {
                    end++;
                }

                var number = text[at..end];
                at = end;
                return RegoNumber.TryParse(number.TrimStart('+'), out var value) ? new TemplateOperand.Constant(value) : throw Wrong($"bad number syntax: \"{number}\"");
            default:
                return Name(at) switch
                {
                    "" => throw Wrong($"unexpected \"{c}\" in operand"),
                    "true" => new TemplateOperand.Constant(RegoBoolean.True),
                    "false" => new TemplateOperand.Constant(RegoBoolean.False),
                    "nil" => new TemplateOperand.Constant(RegoNull.Instance),
                    var name => new TemplateOperand.Function(name),
                };
        }
    }

    private List<string> Fields()
    {
        var fields = new List<string>();
        while (!AtEnd && text[at] == '.')
        {
            var name = Name(at + 1);
            if (name.Length == 0)
            {
                break;
            }

            fields.Add(name);
        }

        return fields;
    }

    private TemplateOperand.Constant Quoted(char quote)
    {
        var start = at++;
        while (!AtEnd && text[at] != quote)
        {
            at += text[at] == '\\' && quote != '`' ? 2 : 1;
        }

        if (AtEnd)
        {
            throw Wrong("unterminated quoted string");
        }

        at++;
        var body = text[(start + 1)..(at - 1)];
        if (quote == '`')
        {
            return new(new RegoString(body));
        }

        // The escapes that matter are JSON's.
        return Json.RegoJson.TryParse(GoText.ToUtf8($"\"{body}\""), out var value, out _) ? new(value) : throw Wrong($"bad quoted string {text[start..at]}");
    }
}
