using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>References and calls.</content>
internal sealed partial class Parser
{
    // A primary alone, or with what follows it. The names of the root documents are references of their own.
    private Term? ParseTail(Term primary)
    {
        if (IsAtTail)
        {
            return ParseReferenceTail(primary);
        }

        return primary is VarTerm { Name: "input" or "data" } ? new RefTerm(primary.Span, [primary]) : primary;
    }

    // At the first token of the tail, before which heads of rules may have a space.
    private Term? ParseReferenceTail(Term head)
    {
        if (!Enter())
        {
            return null;
        }

        var depth = _depth;
        var term = ParseReferenceTailWithin(head);
        _depth = depth - 1;
        return term;
    }

    private Term? ParseReferenceTailWithin(Term head)
    {
        var start = head.Span.Start;
        if (head is ScalarTerm or TemplateStringTerm or RefTerm)
        {
            Error(head.Span, $"illegal ref (head cannot be {TermNames.Of(head)})");
        }

        var path = ImmutableArray.CreateBuilder<Term>();
        path.Add(head);
        var isFirst = true;
        while (isFirst || IsAtTail)
        {
            isFirst = false;
            switch (Kind)
            {
                case TokenKind.Dot:
                    Advance();
                    if (!(IsAt(TokenKind.Identifier) || TokenKinds.IsKeyword(Kind)) || Token.SpaceBefore)
                    {
                        if (Token.SpaceBefore)
                        {
                            Error(new SourceSpan(_source, LastEnd, LastEnd + 1), "unexpected whitespace token: expected identifier");
                        }
                        else
                        {
                            Illegal("expected identifier");
                        }

                        return null;
                    }

                    path.Add(new StringTerm(SpanOf(Token), Intern(TokenText)));
                    Advance();
                    break;
                case TokenKind.LeftBracket:
                    Advance();
                    if (ParseExpressionTerm() is not { } step)
                    {
                        return null;
                    }

                    if (!IsAt(TokenKind.RightBracket))
                    {
                        Illegal("expected ]");
                        return null;
                    }

                    path.Add(step);
                    Advance();
                    break;
                default:
                    var called = ParseCall(start, new RefTerm(SpanFrom(start), path.DrainToImmutable()));
                    if (called is null || !IsAtTail)
                    {
                        return called;
                    }

                    if (IsAt(TokenKind.LeftParen))
                    {
                        return called;
                    }

                    // f(x).y: the call is the head of another reference.
                    if (++_depth > MaxDepth)
                    {
                        Error(SpanOf(Token), "max parsing recursion depth exceeded");
                        return null;
                    }

                    path.Add(called);
                    break;
            }
        }

        return new RefTerm(SpanFrom(start), path.DrainToImmutable());
    }

    // call = ref "(" [ list ] ")"; `set()` is the empty set.
    private Term? ParseCall(int start, RefTerm op)
    {
        Advance();
        if (IsAt(TokenKind.RightParen))
        {
            Advance();
            return op.Path is [VarTerm { Name: "set" }]
                ? new SetTerm(SpanFrom(start), [])
                : new CallTerm(SpanFrom(start), op, []);
        }

        var args = ImmutableArray.CreateBuilder<Term>(2);
        if (!ParseList(TokenKind.RightParen, args))
        {
            return null;
        }

        Advance();
        return new CallTerm(SpanFrom(start), op, args.DrainToImmutable());
    }

    // The current token as a variable, without stepping over it.
    private VarTerm ParseVar()
    {
        var text = TokenText;
        return text is "_" ? NewWildcard(SpanOf(Token)) : new VarTerm(SpanOf(Token), Intern(text));
    }
}
