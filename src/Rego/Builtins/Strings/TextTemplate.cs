using System.Globalization;
using System.Text;
using Bouncer.Rego.Builtins.Formatting;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Strings;

/// <summary>
/// Go's text/template, as far as templates over JSON go: fields, variables, pipelines, if, with, range, comparison and text
/// functions. A field that is not there prints as <c>&lt;undefined&gt;</c>. Templates that define or call templates are refused.
/// </summary>
internal sealed class TextTemplate
{
    private const int MaxSteps = 1_000_000;

    private readonly BuiltinContext context;
    private readonly StringBuilder output = new();
    private readonly List<(string Name, RegoValue? Value)> variables = [];
    private readonly HashSet<string> counters = new(StringComparer.Ordinal);
    private bool isInteger; // whether the last value is a Go integer, whose zero is false; JSON's numbers are text there, and true
    private int steps;

    private TextTemplate(BuiltinContext context) => this.context = context;

    public static RegoValue Render(BuiltinContext context, string template, RegoObject data)
    {
        var root = TemplateParser.Parse(template);
        var run = new TextTemplate(context);
        run.variables.Add(("$", data));
        run.Run(root, data);
        return RegoString.Of(run.output.ToString());
    }

    private void Run(IReadOnlyList<TemplateNode> nodes, RegoValue? dot)
    {
        var depth = variables.Count;
        foreach (var node in nodes)
        {
            if (++steps > MaxSteps)
            {
                throw new ResultTooLargeException(MaxSteps);
            }

            context.Cancellation.ThrowIfCancellationRequested();
            context.CheckSize(output.Length);
            Run(node, dot);
        }

        variables.RemoveRange(depth, variables.Count - depth);
    }

    private void Run(TemplateNode node, RegoValue? dot)
    {
        switch (node)
        {
            case TemplateNode.Text text:
                output.Append(text.Value);
                break;
            case TemplateNode.Action action:
                var value = Evaluate(action.Pipeline, dot);
                if (action.Pipeline.Variables.Count == 0)
                {
                    output.Append(Shown(value));
                }

                break;
            case TemplateNode.Branch branch:
                var depth = variables.Count;
                var condition = Evaluate(branch.Pipeline, dot);
                if (isInteger && condition is RegoNumber number ? !number.Equals(RegoNumber.Zero) : IsTrue(condition))
                {
                    Run(branch.Then, branch.ChangesDot ? condition : dot);
                }
                else
                {
                    Run(branch.Else, dot);
                }

                variables.RemoveRange(depth, variables.Count - depth);
                break;
            case TemplateNode.Range range:
                Range(range, dot);
                break;
        }
    }

    private void Range(TemplateNode.Range range, RegoValue? dot)
    {
        var depth = variables.Count;
        var over = Evaluate(range.Pipeline with { Variables = [] }, dot);
        IEnumerable<(RegoValue Key, RegoValue Value)> items = over switch
        {
            RegoArray array => array.Select((item, i) => ((RegoValue)RegoNumber.Of(i), item)),
            RegoSet set => set.Select((item, i) => ((RegoValue)RegoNumber.Of(i), item)),
            RegoObject obj => obj.Select(member => (member.Key, member.Value)),
            null or RegoNull => [],
            _ => throw Wrong($"range can't iterate over {Shown(over)}"),
        };
        var any = false;
        foreach (var (key, value) in items)
        {
            any = true;
            var names = range.Pipeline.Variables;
            if (names.Count == 2)
            {
                variables.Add((names[0], key));
                if (over is not RegoObject)
                {
                    counters.Add(names[0]);
                }
            }

            if (names.Count > 0)
            {
                variables.Add((names[^1], value));
            }

            Run(range.Body, value);
            variables.RemoveRange(depth, variables.Count - depth);
        }

        if (!any)
        {
            Run(range.Else, dot);
        }
    }

    private static BuiltinException Wrong(string what) => new($"template: {what}");

    private RegoValue? Evaluate(TemplatePipeline pipeline, RegoValue? dot)
    {
        RegoValue? value = null;
        for (var i = 0; i < pipeline.Commands.Count; i++)
        {
            value = Command(pipeline.Commands[i], dot, value, hasInput: i > 0);
        }

        if (pipeline.Variables.Count > 0)
        {
            var name = pipeline.Variables[0];
            if (pipeline.IsAssignment)
            {
                var index = variables.FindLastIndex(variable => variable.Name == name);
                variables[index < 0 ? throw Wrong($"undefined variable \"{name}\"") : index] = (name, value);
            }
            else
            {
                variables.Add((name, value));
            }
        }

        return value;
    }

    private RegoValue? Command(IReadOnlyList<TemplateOperand> operands, RegoValue? dot, RegoValue? input, bool hasInput)
    {
        if (operands[0] is not TemplateOperand.Function function)
        {
            return operands.Count == 1 && !hasInput ? Operand(operands[0], dot) : throw Wrong("can't give argument to non-function");
        }

        // and, or stop where the result is known.
        var arguments = new List<RegoValue?>();
        foreach (var operand in operands.Skip(1))
        {
            var value = Operand(operand, dot);
            arguments.Add(value);
            if (function.Name is "and" or "or" && IsTrue(value) == (function.Name == "or"))
            {
                return value;
            }
        }

        if (hasInput)
        {
            arguments.Add(input);
        }

        return Call(function.Name, arguments);
    }

    private RegoValue? Operand(TemplateOperand operand, RegoValue? dot)
    {
        isInteger = operand is TemplateOperand.Constant { Value: RegoNumber } || (operand is TemplateOperand.Variable { Fields.Count: 0 } counter && counters.Contains(counter.Name));
        return OperandValue(operand, dot);
    }

    private RegoValue? OperandValue(TemplateOperand operand, RegoValue? dot) => operand switch
    {
        TemplateOperand.Constant constant => constant.Value,
        TemplateOperand.Nested nested => Fields(Evaluate(nested.Pipeline, dot), nested.Fields),
        TemplateOperand.Variable variable => Fields(
            variables[variables.FindLastIndex(v => v.Name == variable.Name) is >= 0 and var index ? index : throw Wrong($"undefined variable \"{variable.Name}\"")].Value, variable.Fields),
        TemplateOperand.Field field => Fields(dot, field.Fields),
        TemplateOperand.Function function => Call(function.Name, []),
        _ => null,
    };

    private static RegoValue? Fields(RegoValue? value, IReadOnlyList<string> fields)
    {
        foreach (var field in fields)
        {
            value = value switch
            {
                null => null,
                RegoObject obj => obj.TryGet(field, out var member) ? member : null,
                RegoNull => throw Wrong($"nil data; no entry for key \"{field}\""),
                _ => throw Wrong($"can't evaluate field {field} in type {value.TypeName}"),
            };
        }

        return value;
    }

    private static bool IsTrue(RegoValue? value) => value switch
    {
        null or RegoNull => false,
        RegoBoolean boolean => boolean.Value,
        RegoNumber number => number.Text.Length > 0, // OPA's numbers are text there, which is true
        RegoString text => text.Value.Length > 0,
        RegoArray array => array.Count > 0,
        RegoObject obj => obj.Count > 0,
        RegoSet set => set.Count > 0,
        _ => true,
    };

    private RegoValue? Call(string name, IReadOnlyList<RegoValue?> arguments)
    {
        RegoValue? At(int index) => index < arguments.Count ? arguments[index] : throw Wrong($"wrong number of args for {name}: want at least {index + 1} got {arguments.Count}");
        switch (name)
        {
            case "and" or "or":
                return At(arguments.Count - 1);
            case "not":
                return RegoBoolean.Of(!IsTrue(At(0)));
            case "len":
                isInteger = true;
                return RegoNumber.Of(At(0) switch
                {
                    RegoString text => GoText.ToUtf8(text.Value).Length,
                    RegoArray array => array.Count,
                    RegoObject obj => obj.Count,
                    RegoSet set => set.Count,
                    var other => throw Wrong($"error calling len: len of type {other?.TypeName ?? "nil"}"),
                });
            case "index":
                return arguments.Skip(1).Aggregate(At(0), static (value, key) => key is null ? null : value?.Lookup(key));
            case "print":
                return new RegoString(string.Concat(arguments.Select(Shown)));
            case "println":
                return new RegoString(string.Join(' ', arguments.Select(Shown)) + "\n");
            case "printf":
                return new RegoString(GoFormat.Format(context, (At(0) as RegoString)?.Value ?? throw Wrong("printf needs a format"), RegoArray.Of(arguments.Skip(1).Select(a => a ?? RegoNull.Instance))));
            case "urlquery":
                return new RegoString(Encoding.UrlQueryBuiltins.Escape(string.Concat(arguments.Select(Shown))));
            case "html":
                return new RegoString(string.Concat(arguments.Select(Shown)).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
                    .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal));
            case "eq":
                return RegoBoolean.Of(arguments.Count > 1 ? arguments.Skip(1).Any(other => Equals(At(0), other)) : throw Wrong("error calling eq: missing argument for comparison"));
            case "ne":
                return RegoBoolean.Of(!Equals(At(0), At(1)));
            case "lt" or "le" or "gt" or "ge":
                var order = At(0) is { } left && At(1) is { } right && left.Kind == right.Kind ? left.CompareTo(right) : throw Wrong($"error calling {name}: incompatible types for comparison");
                return RegoBoolean.Of(name switch { "lt" => order < 0, "le" => order <= 0, "gt" => order > 0, _ => order >= 0 });
            default:
                throw Wrong($"function \"{name}\" not defined");
        }
    }

    /// <summary>A value as Go prints it with %v.</summary>
    private static string Shown(RegoValue? value) => value switch
    {
        null or RegoNull => value is null ? "<undefined>" : "<no value>",
        RegoString text => text.Value,
        RegoArray array => $"[{string.Join(' ', array.Select(Shown))}]",
        RegoSet set => $"[{string.Join(' ', set.Select(Shown))}]",
        RegoObject obj => $"map[{string.Join(' ', obj.Select(member => $"{Shown(member.Key)}:{Shown(member.Value)}"))}]",
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };
}
