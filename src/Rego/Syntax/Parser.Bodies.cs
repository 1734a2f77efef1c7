using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Bodies and their expressions.</content>
internal sealed partial class Parser
{
    private Body? ParseBody(TokenKind end)
    {
        if (!Enter())
        {
            return null;
        }

        var body = ParseQuery(requireSemicolon: false, end);
        Leave();
        return body;
    }

    // query = literal { ( ";" | newline ) literal }; the closing token is left. Statements of their own need the semicolon.
    private Body? ParseQuery(bool requireSemicolon, TokenKind end)
    {
        if (IsAt(end))
        {
            Error(SpanOf(Token), "found empty body");
            return null;
        }

        var start = Token.Start;
        var expressions = ImmutableArray.CreateBuilder<Expr>();
        while (true)
        {
            if (ParseLiteral() is not { } expression)
            {
                return null;
            }

            expressions.Add(expression);
            if (IsAt(TokenKind.Semicolon))
            {
                Advance();
                continue;
            }

            if (IsAt(end) || requireSemicolon)
            {
                return new Body(SpanFrom(start), expressions.DrainToImmutable());
            }

            if (!Token.NewlineBefore)
            {
                if (!HasErrors)
                {
                    Illegal($"expected \\n or {TokenKinds.Name(TokenKind.Semicolon)} or {TokenKinds.Name(end)}");
                }

                return null;
            }
        }
    }

    // literal = some | every | [ "not" ] expression { with }
    private Expr? ParseLiteral()
    {
        if (TakeKeywordAsName())
        {
            return ParseLiteralExpression(Token.Start, isNegated: false);
        }

        var start = Token.Start;
        var isNegated = IsAt(TokenKind.Not);
        if (isNegated)
        {
            Advance();
        }

        switch (Kind)
        {
            case TokenKind.Some when isNegated:
                Illegal("illegal negation of 'some'");
                return null;
            case TokenKind.Every when isNegated:
                Illegal("illegal negation of 'every'");
                return null;
            case TokenKind.Some:
                return ParseSome();
            case TokenKind.Every:
                return ParseEvery();
            default:
                return ParseLiteralExpression(start, isNegated);
        }
    }

    private Expr? ParseLiteralExpression(int start, bool isNegated)
    {
        var state = Save();
        if (ParseExpression() is not { } content)
        {
            return null;
        }

        if (ParseWith() is not { } with)
        {
            return null;
        }

        if (content is VarTerm { Name: "every" })
        {
            HintAtFutureKeyword(state, "`import future.keywords.every` for `every x in xs { ... }` expressions", ParseEvery);
        }

        return new Expr(SpanFrom(start), content) { IsNegated = isNegated, With = with };
    }

    // expression = term [ ( ":=" | "=" ) term ]
    private Term? ParseExpression()
    {
        var start = Token.Start;
        if (ParseExpressionTerm() is not { } left)
        {
            return null;
        }

        if (Kind is not (TokenKind.Assign or TokenKind.Unify))
        {
            return left;
        }

        var op = OperatorHere();
        Advance();
        return ParseExpressionTerm() is { } right ? new CallTerm(SpanFrom(start), op, [left, right]) { IsInfix = true } : null;
    }

    // with = { "with" target "as" term }
    private ImmutableArray<WithModifier>? ParseWith()
    {
        if (!IsAt(TokenKind.With))
        {
            return [];
        }

        var modifiers = ImmutableArray.CreateBuilder<WithModifier>(1);
        while (IsAt(TokenKind.With))
        {
            var start = Token.Start;
            Advance();
            if (!IsAt(TokenKind.Identifier))
            {
                Illegal("expected ident");
                return null;
            }

            if (ParseTerm() is not { } target)
            {
                return null;
            }

            if (target is not (RefTerm or VarTerm))
            {
                Illegal("expected with target path");
            }

            if (!IsAt(TokenKind.As))
            {
                Illegal("expected as keyword");
                return null;
            }

            Advance();
            if (ParseExpressionTerm() is not { } value)
            {
                return null;
            }

            modifiers.Add(new WithModifier(SpanFrom(start), target, value));
        }

        return modifiers.DrainToImmutable();
    }
}
