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

    // some = "some" ( var { "," var } | term [ "," term ] "in" term { with } )
    private Expr? ParseSome()
    {
        var start = Token.Start;
        var state = Save();
        Advance();
        if (ParseExpressionTerm() is CallTerm call)
        {
            return ParseSomeIn(start, call);
        }

        Restore(state);
        if (!_keywords.In)
        {
            HintAtFutureKeyword(state, "`import future.keywords.in` for `some x in xs` expressions", () =>
            {
                Advance();
                return ParseExpressionTerm() is CallTerm { Name: Operators.Member or Operators.MemberWithKey };
            });
        }

        var symbols = ImmutableArray.CreateBuilder<Term>();
        do
        {
            Advance();
            if (!IsAt(TokenKind.Identifier))
            {
                Illegal("expected var");
                return null;
            }

            symbols.Add(ParseVar());
            Advance();
        }
        while (IsAt(TokenKind.Comma));

        var span = SpanFrom(start);
        return new Expr(span, new SomeDeclaration(span, symbols.DrainToImmutable()));
    }

    private Expr? ParseSomeIn(int start, CallTerm call)
    {
        SomeIn some;
        switch (call.Name)
        {
            case Operators.Member when call.Args is [var value, var domain]:
                some = new SomeIn(SpanFrom(start), null, value, domain);
                break;
            case Operators.MemberWithKey when call.Args is [var key, var value, var domain]:
                some = new SomeIn(SpanFrom(start), key, value, domain);
                break;
            case Operators.Member or Operators.MemberWithKey:
                Illegal("illegal domain");
                return null;
            default:
                Illegal("expected `x in xs` or `x, y in xs` expression");
                return null;
        }

        return ParseWith() is { } with ? new Expr(SpanFrom(start), some) { With = with } : null;
    }

    // every = "every" var [ "," var ] "in" term "{" query "}" { with }
    private Expr? ParseEvery()
    {
        const string Shape = "expected `x[, y] in xs { ... }` expression";
        var start = Token.Start;
        Advance();
        var term = ParseExpressionTerm();
        if (term is null)
        {
            return null;
        }

        Term? key = null;
        Term value;
        Term domain;
        switch (term)
        {
            case CallTerm { Name: Operators.Member, Args: [var v, var d] }:
                (value, domain) = (v, d);
                break;
            case CallTerm { Name: Operators.MemberWithKey, Args: [var k, var v, var d] }:
                (key, value, domain) = (k, v, d);
                if (key is not VarTerm)
                {
                    Illegal("expected key to be a variable");
                    return null;
                }

                break;
            case CallTerm { Name: Operators.Member or Operators.MemberWithKey }:
                Illegal("illegal domain");
                return null;
            default:
                Illegal(Shape);
                return null;
        }

        if (value is not VarTerm)
        {
            Illegal("expected value to be a variable");
            return null;
        }

        if (!IsAt(TokenKind.LeftBrace))
        {
            Illegal("missing body");
            return null;
        }

        if (ParseBraces() is not { } body)
        {
            return null;
        }

        var every = new Every(SpanFrom(start), key, value, domain, body);
        return ParseWith() is { } with ? new Expr(SpanFrom(start), every) { With = with } : null;
    }

    // Reads once more with all keywords; if that works, the next error tells which import is missing. The position stays.
    private void HintAtFutureKeyword<T>(State from, string hint, Func<T> parse)
    {
        if (_version == LanguageVersion.V1 || _keywords.Every)
        {
            return;
        }

        var here = (_position, _identifierAt);
        var keywords = _keywords;
        var terms = _terms.ToArray();
        var errors = _errors.Count;
        _position = from.Position;
        _identifierAt = from.IdentifierAt;
        _keywords = KeywordSet.All;
        _terms.Clear();

        var succeeded = parse() is not (null or false) && _errors.Count == errors;

        _errors.RemoveRange(errors, _errors.Count - errors);
        _keywords = keywords;
        (_position, _identifierAt) = here;
        _terms.Clear();
        foreach (var (position, term) in terms)
        {
            _terms.Add(position, term);
        }

        if (succeeded)
        {
            _hints.Add(hint);
        }
    }
}
