using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>
/// Arrays, sets, objects and comprehensions. Each method stops at the closing token. A single term comes first, so that
/// <c>{a | b}</c> is a comprehension and not a set with a union in it.
/// </content>
internal sealed partial class Parser
{
    // array = "[" [ list ] "]" | "[" term "|" query "]"
    private Term? ParseArray()
    {
        var start = Token.Start;
        Advance();
        if (IsAt(TokenKind.RightBracket))
        {
            return new ArrayTerm(SpanToHere(start), []);
        }

        var canBeComprehension = !SkipLeadingComma();
        var state = Save();
        if (ParseTerm() is not { } head)
        {
            return null;
        }

        var elements = ImmutableArray.CreateBuilder<Term>();
        switch (Kind)
        {
            case TokenKind.RightBracket:
                return new ArrayTerm(SpanToHere(start), [head]);
            case TokenKind.Comma:
                elements.Add(head);
                Advance();
                break;
            case TokenKind.Or when canBeComprehension:
                Advance();
                if (ParseBody(TokenKind.RightBracket) is { } body)
                {
                    return new ComprehensionTerm(SpanToHere(start), ComprehensionKind.Array, null, head, body);
                }

                if (!IsAt(TokenKind.Comma))
                {
                    return null;
                }

                Restore(state);
                break;
            default:
                Restore(state);
                break;
        }

        return ParseList(TokenKind.RightBracket, elements) ? new ArrayTerm(SpanToHere(start), elements.DrainToImmutable()) : null;
    }

    // set-or-object = "{" [ list ] "}" | "{" pairs "}" | "{" term "|" query "}" | "{" term ":" term "|" query "}"
    private Term? ParseSetOrObject()
    {
        var start = Token.Start;
        Advance();
        if (IsAt(TokenKind.RightBrace))
        {
            return new ObjectTerm(SpanToHere(start), []);
        }

        var canBeComprehension = !SkipLeadingComma();
        var state = Save();
        if (ParseTerm() is not { } head)
        {
            return null;
        }

        switch (Kind)
        {
            case TokenKind.Or when canBeComprehension:
                return ParseSetComprehension(start, state, head);
            case TokenKind.RightBrace or TokenKind.Comma:
                return ParseSet(start, head);
            case TokenKind.Colon:
                return ParseObject(start, head, canBeComprehension);
        }

        Restore(state);
        if (ParseListTerm() is not { } first)
        {
            return null;
        }

        switch (Kind)
        {
            case TokenKind.RightBrace or TokenKind.Comma:
                return ParseSet(start, first);
            case TokenKind.Colon:
                return ParseObject(start, first, canBeComprehension);
            default:
                Illegal("non-terminated set");
                return null;
        }
    }

    private Term? ParseSetComprehension(int start, State state, Term head)
    {
        Advance();
        if (ParseBody(TokenKind.RightBrace) is { } body)
        {
            return new ComprehensionTerm(SpanToHere(start), ComprehensionKind.Set, null, head, body);
        }

        if (!IsAt(TokenKind.Comma))
        {
            return null;
        }

        // {a | b, c}
        Restore(state);
        var elements = ImmutableArray.CreateBuilder<Term>();
        return ParseList(TokenKind.RightBrace, elements) ? new SetTerm(SpanToHere(start), elements.DrainToImmutable()) : null;
    }

    private SetTerm? ParseSet(int start, Term first)
    {
        if (IsAt(TokenKind.RightBrace))
        {
            return new SetTerm(SpanToHere(start), [first]);
        }

        var elements = ImmutableArray.CreateBuilder<Term>();
        elements.Add(first);
        Advance();
        return ParseList(TokenKind.RightBrace, elements) ? new SetTerm(SpanToHere(start), elements.DrainToImmutable()) : null;
    }

    // At the colon after the first key.
    private Term? ParseObject(int start, Term key, bool canBeComprehension)
    {
        Advance();
        var state = Save();
        if (ParseTerm() is not { } value)
        {
            return null;
        }

        if (canBeComprehension && IsAt(TokenKind.Or))
        {
            Advance();
            if (ParseBody(TokenKind.RightBrace) is { } body)
            {
                return new ComprehensionTerm(SpanToHere(start), ComprehensionKind.Object, key, value, body);
            }
        }

        if (Kind is not (TokenKind.RightBrace or TokenKind.Comma))
        {
            Restore(state);
            if (ParseListTerm() is not { } longer)
            {
                return null;
            }

            value = longer;
        }

        switch (Kind)
        {
            case TokenKind.RightBrace:
                return new ObjectTerm(SpanToHere(start), [new ObjectPair(key, value)]);
            case TokenKind.Comma:
                Advance();
                var pairs = ImmutableArray.CreateBuilder<ObjectPair>();
                pairs.Add(new ObjectPair(key, value));
                return ParsePairs(pairs) ? new ObjectTerm(SpanToHere(start), pairs.DrainToImmutable()) : null;
            default:
                Illegal("non-terminated object");
                return null;
        }
    }

    // list = term { "," term } [ "," ]
    private bool ParseList(TokenKind end, ImmutableArray<Term>.Builder terms)
    {
        while (!IsAt(end))
        {
            if (ParseListTerm() is not { } term)
            {
                return false;
            }

            terms.Add(term);
            if (IsAt(end))
            {
                return true;
            }

            if (!TakeComma(end))
            {
                return false;
            }
        }

        return true;
    }

    // pairs = term ":" term { "," term ":" term } [ "," ]
    private bool ParsePairs(ImmutableArray<ObjectPair>.Builder pairs)
    {
        const TokenKind End = TokenKind.RightBrace;
        while (!IsAt(End))
        {
            if (ParseListTerm() is not { } key)
            {
                return false;
            }

            if (!IsAt(TokenKind.Colon))
            {
                Illegal($"expected \"{TokenKinds.Name(TokenKind.Colon)}\"");
                return false;
            }

            Advance();
            if (ParseListTerm() is not { } value)
            {
                return false;
            }

            pairs.Add(new ObjectPair(key, value));
            if (IsAt(End))
            {
                return true;
            }

            if (!TakeComma(End))
            {
                return false;
            }
        }

        return true;
    }

    private bool TakeComma(TokenKind end)
    {
        if (!IsAt(TokenKind.Comma))
        {
            Illegal($"expected \"{TokenKinds.Name(TokenKind.Comma)}\" or \"{TokenKinds.Name(end)}\"");
            return false;
        }

        Advance();
        return true;
    }

    // [, x, y] is read for the sake of old policies.
    private bool SkipLeadingComma()
    {
        if (!IsAt(TokenKind.Comma))
        {
            return false;
        }

        Advance();
        return true;
    }

    private SourceSpan SpanToHere(int start) => new(_source, start, Token.End);
}
