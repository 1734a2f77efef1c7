using System.Collections.Immutable;

namespace Bouncer.Rego.Syntax;

/// <content><c>some</c> and <c>every</c>.</content>
internal sealed partial class Parser
{
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
