using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Terms and the operators between them.</content>
internal sealed partial class Parser
{
    // A term where a comma belongs to the term: `k, v in xs`.
    private Term? ParseExpressionTerm() => ParseOperators(Operators.InStrength, withKey: true);

    // A term where a comma separates.
    private Term? ParseListTerm() => ParseOperators(Operators.InStrength, withKey: false);

    // operators(n) = operators(n + 1) { operator-of-strength-n operators(n + 1) }, in one loop for all strengths from `strength`.
    private Term? ParseOperators(int strength, bool withKey)
    {
        if (!Enter())
        {
            return null;
        }

        var depth = _depth;
        var term = ParseOperatorsWithin(strength, withKey);
        _depth = depth - 1;
        return term;
    }

    private Term? ParseOperatorsWithin(int strength, bool withKey)
    {
        var start = Token.Start;
        var term = ParseTerm();
        if (term is null)
        {
            return null;
        }

        var ceiling = Operators.FactorStrength;
        while (true)
        {
            if (strength == Operators.InStrength)
            {
                // `in.x` is a reference, and an error where it stands here.
                TakeKeywordAsName();
                if (withKey && IsAt(TokenKind.Comma) && ParseKeyedIn(start, term) is { } keyed)
                {
                    term = keyed;
                    ceiling = Operators.InStrength;
                    withKey = IsAt(TokenKind.In);
                    continue;
                }
            }

            var next = Operators.Strength(Kind);
            if (next < strength || next == 0 || next > ceiling)
            {
                return term;
            }

            // A chain of operators makes a tree as deep as it is long.
            if (++_depth > MaxDepth)
            {
                Error(SpanOf(Token), "max parsing recursion depth exceeded");
                return null;
            }

            var op = OperatorHere();
            Advance();
            var right = next == Operators.FactorStrength ? ParseTerm() : ParseOperators(next + 1, withKey: false);
            if (right is null)
            {
                return null;
            }

            term = new CallTerm(SpanFrom(start), op, [term, right]) { IsInfix = true };
            ceiling = next;
            withKey = withKey && (next != Operators.InStrength || IsAt(TokenKind.In));
        }
    }

    // After `k`: `, v in xs`. Null and no step further if that is not what follows.
    private CallTerm? ParseKeyedIn(int start, Term key)
    {
        var state = Save();
        Advance();
        if (ParseOperators(Operators.RelationStrength, withKey: false) is { } value && IsAt(TokenKind.In))
        {
            var op = OperatorHere() with { Path = MemberPath(SpanOf(Token), "member_3") };
            Advance();
            if (ParseOperators(Operators.RelationStrength, withKey: false) is { } domain)
            {
                return new CallTerm(SpanFrom(start), op, [key, value, domain]) { IsInfix = true };
            }
        }

        Restore(state);
        return null;
    }

    private RefTerm OperatorHere()
    {
        var span = SpanOf(Token);
        return new RefTerm(span, IsAt(TokenKind.In) ? MemberPath(span, "member_2") : [new VarTerm(span, TokenKinds.Name(Kind))]);
    }

    private static ImmutableArray<Term> MemberPath(SourceSpan span, string name)
        => [new VarTerm(span, "internal"), new StringTerm(span, name)];

    // term = primary { "." name | "[" term "]" | "(" list ")" }, without space between
    private Term? ParseTerm()
    {
        if (!Enter())
        {
            return null;
        }

        Term? term;
        if (Kind is TokenKind.LeftBrace or TokenKind.LeftBracket or TokenKind.LeftParen)
        {
            term = ParseComposite();
        }
        else
        {
            term = ParsePrimary();
            term = term is null ? null : ParseTail(term);
        }

        Leave();
        return term;
    }

    // What stands in brackets may be read several times, and so may what stands in it: remembered, it is read once.
    private Term? ParseComposite()
    {
        var start = _position;
        if (_terms.TryGetValue(start, out var remembered))
        {
            _position = remembered.Position;
            _identifierAt = remembered.IdentifierAt;
            _errors.AddRange(remembered.Errors);
            return remembered.Term;
        }

        var errors = _errors.Count;
        var term = Kind switch
        {
            TokenKind.LeftBracket => ParseArray(),
            TokenKind.LeftBrace => ParseSetOrObject(),
            _ => ParseParentheses(),
        };
        if (term is not null)
        {
            Advance();
            term = ParseTail(term);
        }

        _terms[start] = new RememberedTerm(term, _position, _identifierAt, [.. _errors.Skip(errors)]);
        return term;
    }

    // The closing token of a composite is left for the caller; other primaries step over their last token.
    private Term? ParsePrimary()
    {
        Term? term;
        switch (Kind)
        {
            case TokenKind.Null:
                term = new NullTerm(SpanOf(Token));
                break;
            case TokenKind.True:
                term = new BooleanTerm(SpanOf(Token), true);
                break;
            case TokenKind.False:
                term = new BooleanTerm(SpanOf(Token), false);
                break;
            case TokenKind.Minus or TokenKind.Dot or TokenKind.Number:
                term = ParseNumber();
                break;
            case TokenKind.String or TokenKind.RawString:
                term = ParseString();
                break;
            case TokenKind.TemplatePart or TokenKind.TemplateEnd or TokenKind.RawTemplatePart or TokenKind.RawTemplateEnd:
                // The rest of a template string, where its expression should be.
                if (_source.Text[Token.Start] == '}')
                {
                    Error(SpanOf(Token), "unexpected } token");
                    return null;
                }

                term = ParseTemplateString();
                break;
            case TokenKind.Identifier or TokenKind.Contains:
                term = ParseVar();
                break;
            default:
                Illegal();
                return null;
        }

        if (term is not null)
        {
            Advance();
        }

        return term;
    }

    private Term? ParseParentheses()
    {
        Advance();
        if (ParseExpressionTerm() is not { } term)
        {
            return null;
        }

        if (IsAt(TokenKind.RightParen))
        {
            return term;
        }

        Error(SpanOf(Token), "non-terminated expression");
        return null;
    }
}
