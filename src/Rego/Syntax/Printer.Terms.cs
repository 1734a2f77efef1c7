using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Terms.</content>
internal sealed partial class Printer
{
    private void AppendTerm(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case NullTerm:
                _text.Append("null");
                break;
            case BooleanTerm boolean:
                _text.Append(boolean.Value ? "true" : "false");
                break;
            case NumberTerm number:
                _text.Append(number.Text);
                break;
            case StringTerm s:
                AppendQuoted(_text, s.Value);
                break;
            case VarTerm v:
                _text.Append(NameOf(v.Name));
                break;
            case RefTerm reference:
                AppendReference(reference.Path.AsSpan());
                break;
            case CallTerm call:
                AppendCall(call);
                break;
            case ArrayTerm array:
                AppendEnclosed('[', array.Elements, ']');
                break;
            case SetTerm { Elements.Length: 0 }:
                _text.Append("set()");
                break;
            case SetTerm set:
                AppendEnclosed('{', set.Elements, '}');
                break;
            case ObjectTerm @object:
                AppendObject(@object);
                break;
            case ComprehensionTerm comprehension:
                AppendComprehension(comprehension);
                break;
            case TemplateStringTerm template:
                AppendTemplate(template);
                break;
            default:
                throw new ArgumentException("No such term.", nameof(term));
        }
    }

    private void AppendEnclosed(char open, ImmutableArray<Term> terms, char close)
    {
        _text.Append(open);
        for (var i = 0; i < terms.Length; i++)
        {
            if (i > 0)
            {
                _text.Append(", ");
            }

            AppendElement(terms[i]);
        }

        _text.Append(close);
    }

    // {a | b} is a comprehension: what could be mistaken for its start stands in parentheses.
    private void AppendElement(Term term) => AppendOperand(term, Operators.FactorStrength + 1);

    private void AppendObject(ObjectTerm @object)
    {
        _text.Append('{');
        for (var i = 0; i < @object.Pairs.Length; i++)
        {
            if (i > 0)
            {
                _text.Append(", ");
            }

            AppendElement(@object.Pairs[i].Key);
            _text.Append(": ");
            AppendElement(@object.Pairs[i].Value);
        }

        _text.Append('}');
    }

    private void AppendComprehension(ComprehensionTerm comprehension)
    {
        _text.Append(comprehension.Kind == ComprehensionKind.Array ? '[' : '{');
        if (comprehension.Key is not null)
        {
            AppendElement(comprehension.Key);
            _text.Append(": ");
        }

        AppendElement(comprehension.Value);
        _text.Append(" | ");
        AppendSeparated(comprehension.Body.Expressions.AsSpan(), "; ");
        _text.Append(comprehension.Kind == ComprehensionKind.Array ? ']' : '}');
    }

    private void AppendCall(CallTerm call)
    {
        var name = call.Name;
        if (call.IsInfix && Operators.Symbol(name) is { } symbol && call.Args is [var left, var right])
        {
            var strength = Operators.Strength(name);
            AppendFirst(left, strength);
            _text.Append(' ').Append(symbol).Append(' ');
            AppendOperand(right, strength + 1);
        }
        else if (call is { IsInfix: true, Args: [var key, var value, var domain] })
        {
            AppendIn(key, value, domain);
        }
        else
        {
            AppendReference(call.Operator.Path.AsSpan());
            _text.Append('(');
            for (var i = 0; i < call.Args.Length; i++)
            {
                if (i > 0)
                {
                    _text.Append(", ");
                }

                AppendOperand(call.Args[i], Operators.RelationStrength);
            }

            _text.Append(')');
        }
    }

    // What may stand first between braces: a union there would be read as a comprehension.
    private void AppendFirst(Term term, int strength)
        => AppendOperand(term, term is CallTerm { Name: "or" } ? Operators.FactorStrength + 1 : strength);

    private void AppendOperand(Term term, int strength)
    {
        if (term is CallTerm { IsInfix: true } call && Operators.Strength(call.Name) < strength)
        {
            _text.Append('(');
            AppendTerm(term);
            _text.Append(')');
        }
        else
        {
            AppendTerm(term);
        }
    }

    private void AppendReference(ReadOnlySpan<Term> path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            switch (path[i])
            {
                case StringTerm s when i == 0:
                    _text.Append(NameOf(s.Value));
                    break;
                case StringTerm s when IsName(s.Value):
                    _text.Append('.').Append(s.Value);
                    break;
                case var head when i == 0:
                    AppendOperand(head, Operators.FactorStrength + 1);
                    break;
                case var step:
                    _text.Append('[');
                    AppendTerm(step);
                    _text.Append(']');
                    break;
            }
        }
    }

    // Packages and imports can be called _ as well.
    private static string NameOf(string name) => name.StartsWith(VarTerm.WildcardPrefix, StringComparison.Ordinal) ? "_" : name;

    private static bool IsName(string text)
    {
        if (text.Length == 0 || char.IsAsciiDigit(text[0]) || TokenKinds.IsKeyword(TokenKinds.OfWord(text)))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }

    private void AppendTemplate(TemplateStringTerm template)
    {
        _text.Append("$\"");
        foreach (var part in template.Parts)
        {
            if (part.Text is not null)
            {
                var quoted = new StringBuilder();
                AppendQuoted(quoted, part.Text);
                _text.Append(quoted.ToString(1, quoted.Length - 2).Replace("{", "\\{", StringComparison.Ordinal));
            }
            else
            {
                _text.Append('{');
                AppendExpression(part.Expression!);
                _text.Append('}');
            }
        }

        _text.Append('"');
    }

    /// <summary>Appends a string in quotes, escaped as JSON is.</summary>
    internal static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case < ' ' or '\uFEFF' or '\u007F':
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }
}
