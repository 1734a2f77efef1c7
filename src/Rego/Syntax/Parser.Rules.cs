using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Rules: bodies, <c>default</c> and <c>else</c>.</content>
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

    private static Body TrueBody(SourceSpan span) => new(span, [new Expr(span, new BooleanTerm(span, true)) { IsGenerated = true }]);
}
