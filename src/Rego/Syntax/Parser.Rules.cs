using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Rules: heads, bodies, <c>default</c> and <c>else</c>.</content>
internal sealed partial class Parser
{
    // rules = [ "default" ] head ( [ "if" ] body { else } { body } )
    // Null without an error if the statement is something else: `p := 1` is read as a query first and made a rule later.
    private ImmutableArray<Rule>? ParseRules()
    {
        var start = Token.Start;
        TakeKeywordAsName();
        var isDefault = IsAt(TokenKind.Default);
        if (isDefault)
        {
            Advance();
            TakeKeywordAsName();
        }

        if (!IsAt(TokenKind.Identifier) || ParseHead(isDefault) is not { } head)
        {
            return null;
        }

        if (isDefault)
        {
            var valued = head.Reference.Path.Length != 2 || head.IsFunction ? WithValue(head) : head;
            var rule = new Rule(SpanFrom(start), valued, TrueBody(SpanFrom(start)), null, IsDefault: true);
            return DefaultRules.Check(rule, _errors) ? [rule] : null;
        }

        var usesIf = IsAt(TokenKind.If);
        head = WithShape(head with { UsesIf = usesIf });
        Body? body;
        if (usesIf)
        {
            Advance();
            body = ParseIfBody();
        }
        else if (IsAt(TokenKind.LeftBrace))
        {
            body = ParseBraces();
        }
        else if (head.UsesContains)
        {
            return [new Rule(SpanFrom(start), head, TrueBody(SpanFrom(start)), null, IsDefault: false)];
        }
        else
        {
            return null;
        }

        if (body is null)
        {
            return null;
        }

        Rule? otherwise = null;
        if (IsAt(TokenKind.Else) && !TakeKeywordAsName())
        {
            otherwise = ParseFirstElse(head);
            if (otherwise is null)
            {
                return null;
            }
        }

        var first = new Rule(SpanFrom(start), head, body, otherwise, IsDefault: false) { HasWrittenBody = true };
        return ParseChain(first);
    }

    // chain = { "{" query "}" }: more rules with the same head.
    private ImmutableArray<Rule>? ParseChain(Rule first)
    {
        if (!IsAt(TokenKind.LeftBrace))
        {
            return [first];
        }

        var rules = ImmutableArray.CreateBuilder<Rule>();
        rules.Add(first);
        while (IsAt(TokenKind.LeftBrace))
        {
            if (first.Else is not null)
            {
                Error(SpanOf(Token), "expected else keyword");
                return null;
            }

            var start = Token.Start;
            if (ParseBraces() is not { } body)
            {
                return null;
            }

            var span = SpanFrom(start);
            rules.Add(first with { Span = span, Head = CopyHead(first.Head, span), Body = body });
        }

        return rules.ToImmutable();
    }

    // "{" query "}"
    private Body? ParseBraces()
    {
        Advance();
        if (ParseBody(TokenKind.RightBrace) is not { } body)
        {
            return null;
        }

        Advance();
        return body;
    }

    // After `if`: one expression, or a body in braces. What can be read as a set is a body: a set is never false.
    private Body? ParseIfBody()
    {
        var state = Save();
        if (ParseLiteral() is { Content: not SetTerm } expression)
        {
            return new Body(expression.Span, [expression]);
        }

        if (_tokens[state.Position].Kind != TokenKind.LeftBrace)
        {
            if (!HasErrors)
            {
                Illegal("rule body expected");
            }

            return null;
        }

        Restore(state);
        return ParseBraces();
    }

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

    private Rule? ParseFirstElse(RuleHead head)
    {
        if (!Terms.IsGround(head.Reference))
        {
            Error(SpanOf(Token), "else keyword cannot be used on rules with variables in head");
            return null;
        }

        if (head.Key is not null)
        {
            Error(SpanOf(Token), "else keyword cannot be used on multi-value rules");
            return null;
        }

        return ParseElse(head);
    }

    // else = "else" [ ( ":=" | "=" ) term ] ( "if" literal | [ "if" ] "{" query "}" ) [ else ]
    private Rule? ParseElse(RuleHead head)
    {
        if (!Enter())
        {
            return null;
        }

        var start = Token.Start;
        var keyword = SpanOf(Token);
        head = CopyHead(head, keyword) with { HasWrittenValue = false, UsesIf = false };
        Advance();
        switch (Kind)
        {
            case TokenKind.LeftBrace or TokenKind.If:
                head = head with { Value = new BooleanTerm(keyword, true), IsAssignment = false };
                break;
            case TokenKind.Assign or TokenKind.Unify:
                head = head with { IsAssignment = IsAt(TokenKind.Assign), HasWrittenValue = true };
                Advance();
                if (ParseExpressionTerm() is not { } value)
                {
                    Leave();
                    return null;
                }

                head = head with { Value = value, Span = SpanFrom(start) };
                break;
            default:
                Illegal("expected else value term or rule body");
                Leave();
                return null;
        }

        var rule = ParseElseBody(start, head);
        Leave();
        return rule;
    }

    private Rule? ParseElseBody(int start, RuleHead head)
    {
        var usesIf = IsAt(TokenKind.If);
        if (!usesIf && !IsAt(TokenKind.LeftBrace))
        {
            return new Rule(SpanFrom(start), head, TrueBody(SpanFrom(start)), null, IsDefault: false);
        }

        if (usesIf)
        {
            head = head with { UsesIf = true };
            Advance();
        }

        Body? body;
        if (IsAt(TokenKind.LeftBrace))
        {
            body = ParseBraces();
        }
        else if (!IsAt(TokenKind.Eof))
        {
            body = ParseLiteral() is { } literal ? new Body(literal.Span, [literal]) : null;
        }
        else
        {
            Illegal("rule body expected");
            return null;
        }

        if (body is null)
        {
            return null;
        }

        Rule? otherwise = null;
        if (IsAt(TokenKind.Else) && (otherwise = ParseElse(head)) is null)
        {
            return null;
        }

        return new Rule(SpanFrom(start), head, body, otherwise, IsDefault: false) { HasWrittenBody = true };
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

    private static Body TrueBody(SourceSpan span) => new(span, [new Expr(span, new BooleanTerm(span, true)) { IsGenerated = true }]);
}
