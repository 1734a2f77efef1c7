using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>Prints nodes as Rego that parses to the same nodes again. On one line what is an expression, one rule after another.</summary>
internal sealed partial class Printer
{
    private readonly StringBuilder _text = new();
    private int _indent;

    private Printer()
    {
    }

    /// <summary>Prints any node.</summary>
    public static string Print(Node node)
    {
        var printer = new Printer();
        printer.Append(node);
        return printer._text.ToString();
    }

    private void Append(Node node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case Module module:
                AppendModule(module);
                break;
            case Package package:
                _text.Append("package ");
                AppendReference(package.Path.Path.AsSpan()[1..]);
                break;
            case Import import:
                AppendImport(import);
                break;
            case Rule rule:
                AppendRule(rule);
                break;
            case RuleHead head:
                AppendHead(head);
                break;
            case Body body:
                AppendSeparated(body.Expressions.AsSpan(), "; ");
                break;
            case Expr expression:
                AppendExpression(expression);
                break;
            case Term term:
                AppendTerm(term);
                break;
            case ExprContent content:
                AppendContent(content);
                break;
            case Comment comment:
                _text.Append('#').Append(comment.Text);
                break;
            default:
                throw new ArgumentException("A node of its own kind is printed by its parent.", nameof(node));
        }
    }

    private void AppendModule(Module module)
    {
        Append(module.Package);
        _text.Append(module.Imports.IsEmpty ? "" : "\n");
        foreach (var import in module.Imports)
        {
            _text.Append('\n');
            Append(import);
        }

        foreach (var rule in module.Rules)
        {
            _text.Append("\n\n");
            Append(rule);
        }

        _text.Append('\n');
    }

    private void AppendImport(Import import)
    {
        _text.Append("import ");
        AppendReference(import.Path.Path.AsSpan());
        if (import.Alias is not null)
        {
            _text.Append(" as ").Append(NameOf(import.Alias));
        }
    }

    private void AppendRule(Rule rule)
    {
        if (rule.IsDefault)
        {
            _text.Append("default ");
            AppendHead(rule.Head);
            return;
        }

        AppendHead(rule.Head);
        AppendRuleBody(rule);
        for (var otherwise = rule.Else; otherwise is not null; otherwise = otherwise.Else)
        {
            _text.Append(" else");
            if (otherwise.Head is { HasWrittenValue: true, Value: { } value })
            {
                _text.Append(otherwise.Head.IsAssignment ? " := " : " = ");
                AppendTerm(value);
            }

            AppendRuleBody(otherwise);
        }
    }

    private void AppendRuleBody(Rule rule)
    {
        if (!rule.HasWrittenBody)
        {
            return;
        }

        _text.Append(rule.Head.UsesIf ? " if " : " ");
        AppendBraces(rule.Body);
    }

    private void AppendBraces(Body body)
    {
        _text.Append("{\n");
        _indent++;
        foreach (var expression in body.Expressions)
        {
            var lineEnd = _text.Length - 1;
            _text.Append('\t', _indent);
            var start = _text.Length;
            AppendExpression(expression);

            // A new line does not end a difference.
            if (_text[start] == '-' && !ReferenceEquals(expression, body.Expressions[0]))
            {
                _text.Insert(lineEnd, ';');
            }

            _text.Append('\n');
        }

        _indent--;
        _text.Append('\t', _indent).Append('}');
    }

    private void AppendHead(RuleHead head)
    {
        AppendReference(head.Reference.Path.AsSpan());
        if (head.IsFunction)
        {
            _text.Append('(');
            AppendSeparated(head.Args.AsSpan(), ", ");
            _text.Append(')');
        }

        if (head is { IsMultiValue: true, Key: { } key })
        {
            if (head.UsesContains)
            {
                _text.Append(" contains ");
                AppendTerm(key);
            }
            else
            {
                _text.Append('[');
                AppendTerm(key);
                _text.Append(']');
            }
        }
        else if (head is { HasWrittenValue: true, Value: { } value })
        {
            _text.Append(head.IsAssignment ? " := " : " = ");
            AppendTerm(value);
        }
    }

    private void AppendExpression(Expr expression)
    {
        if (expression.IsNegated)
        {
            _text.Append("not ");
        }

        AppendContent(expression.Content);
        foreach (var with in expression.With)
        {
            _text.Append(" with ");
            AppendTerm(with.Target);
            _text.Append(" as ");
            AppendTerm(with.Value);
        }
    }

    private void AppendContent(ExprContent content)
    {
        switch (content)
        {
            case SomeDeclaration some:
                _text.Append("some ");
                AppendSeparated(some.Symbols.AsSpan(), ", ");
                break;
            case SomeIn some:
                _text.Append("some ");
                AppendIn(some.Key, some.Value, some.Domain);
                break;
            case Every every:
                _text.Append("every ");
                AppendIn(every.Key, every.Value, every.Domain);
                _text.Append(' ');
                AppendBraces(every.Body);
                break;
            case CallTerm { IsInfix: true, Name: Operators.Unify or Operators.Assign, Args: [var left, var right] } call:
                AppendFirst(left, 0);
                _text.Append(' ').Append(Operators.Symbol(call.Name)).Append(' ');
                AppendTerm(right);
                break;
            case CallTerm { IsInfix: true } call:
                AppendFirst(call, 0);
                break;
            default:
                AppendTerm((Term)content);
                break;
        }
    }

    private void AppendIn(Term? key, Term value, Term domain)
    {
        if (key is not null)
        {
            AppendFirst(key, Operators.RelationStrength);
            _text.Append(", ");
            AppendOperand(value, Operators.RelationStrength);
        }
        else
        {
            AppendFirst(value, Operators.RelationStrength);
        }

        _text.Append(" in ");
        AppendOperand(domain, Operators.RelationStrength);
    }

    private void AppendSeparated<T>(ReadOnlySpan<T> nodes, string separator)
        where T : Node
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            if (i > 0)
            {
                _text.Append(separator);
            }

            Append(nodes[i]);
        }
    }
}
