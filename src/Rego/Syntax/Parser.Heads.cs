using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Heads of rules.</content>
internal sealed partial class Parser
{
    private static RuleHead WithValue(RuleHead head)
        => head.Value is null && head.Key is null ? head with { Value = new BooleanTerm(head.Span, true) } : head;

    // What a head means depends on how the rule goes on: v0's p[x] { … } is a set, p[x] if … a map.
    private static RuleHead WithShape(RuleHead head)
    {
        if (head.UsesContains)
        {
            return head;
        }

        if (head.UsesIf || head.IsFunction || head.Reference.Path.Length != 2)
        {
            return WithValue(head);
        }

        return head.Value is null
            ? head with { Key = head.Reference.Path[1], Reference = head.Reference with { Path = [head.Reference.Head] } }
            : head;
    }

    // A head for another rule: its wildcards are other variables.
    private RuleHead CopyHead(RuleHead head, SourceSpan span)
    {
        var args = head.Args;
        if (args.Any(a => a is VarTerm { IsWildcard: true }))
        {
            args = [.. args.Select(a => a is VarTerm { IsWildcard: true } ? NewWildcard(a.Span) : a)];
        }

        return head with { Args = args, Span = span };
    }

    // head = ref [ "(" args ")" ] [ "contains" term | ( ":=" | "=" ) term ]
    private RuleHead? ParseHead(bool isDefault)
    {
        var start = Token.Start;
        var name = ParseVar();
        Advance();
        if (Kind is >= TokenKind.Equal and <= TokenKind.Or && !Token.SpaceBefore)
        {
            Illegal();
        }

        var reference = new RefTerm(name.Span, [name]);
        ImmutableArray<Term> args = [];
        var isFunction = false;

        // In heads, and only there, a space may stand before the parenthesis.
        if (Kind is TokenKind.LeftParen or TokenKind.Dot or TokenKind.LeftBracket)
        {
            switch (ParseReferenceTail(name))
            {
                case RefTerm r:
                    reference = r;
                    break;
                case CallTerm call when call.Operator.Head is VarTerm:
                    reference = call.Operator;
                    args = call.Args;
                    isFunction = true;
                    break;
                case SetTerm:
                    return null;
                case null:
                    Illegal("expected rule head name");
                    return null;
                default:
                    return null;
            }

            if (reference.Head is not VarTerm)
            {
                return null;
            }
        }

        var head = new RuleHead(SpanFrom(start), reference, args, null, null, IsAssignment: false) { IsFunction = isFunction };
        return ParseHeadValue(start, head, isDefault);
    }

    private RuleHead? ParseHeadValue(int start, RuleHead head, bool isDefault)
    {
        string Name() => Printer.Print(head.Reference);

        switch (Kind)
        {
            case TokenKind.Contains:
                if (head.IsFunction)
                {
                    Illegal($"the contains keyword can only be used with multi-value rule definitions (e.g., {Name()} contains <VALUE> {{ ... }})");
                }

                Advance();
                var key = ParseExpressionTerm();
                if (key is null)
                {
                    Illegal($"expected rule key term (e.g., {Name()} contains <VALUE> {{ ... }})");
                    return null;
                }

                return head with { Key = key, UsesContains = true, Span = SpanFrom(start) };
            case TokenKind.Unify or TokenKind.Assign:
                var isAssignment = IsAt(TokenKind.Assign);
                Advance();
                if (ParseExpressionTerm() is { } value)
                {
                    return head with { Value = value, HasWrittenValue = true, IsAssignment = isAssignment, Span = SpanFrom(start) };
                }

                Illegal(isAssignment switch
                {
                    false => $"expected rule value term (e.g., {Name()} = <VALUE> {{ ... }})",
                    _ when head.IsFunction => $"expected function value term (e.g., {Name()}(...) := <VALUE> {{ ... }})",
                    _ when isDefault => $"expected default rule value term (e.g., default {Name()} := <VALUE>)",
                    _ => $"expected rule value term (e.g., {Name()} := <VALUE> {{ ... }})",
                });
                return null;
            default:
                return head;
        }
    }
}
