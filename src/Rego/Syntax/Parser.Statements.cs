using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Statements: packages, and finding the next one after an error.</content>
internal sealed partial class Parser
{
    // statements = { package | import | rule | query }
    private List<Node> ParseStatements(bool skipRules)
    {
        var statements = new List<Node>();
        while (!IsAt(TokenKind.Eof))
        {
            _statementErrors = _errors.Count;
            var start = _position;
            if (ParseStatement(skipRules) is { } parsed && !HasErrors)
            {
                statements.AddRange(parsed);
            }
            else
            {
                if (!HasErrors)
                {
                    Illegal();
                }

                SkipToNextStatement(start);
            }
        }

        return statements;
    }

    // Null with or without an error.
    private ImmutableArray<Node>? ParseStatement(bool skipRules)
    {
        var state = Save();
        if (ParsePackage() is { } package)
        {
            return [package];
        }

        if (HasErrors)
        {
            return null;
        }

        Restore(state);
        if (ParseImport() is { } import)
        {
            ApplyKeywordImport(import);
            return [import];
        }

        if (HasErrors)
        {
            return null;
        }

        Restore(state);
        if (!skipRules)
        {
            if (ParseRules() is { } rules)
            {
                return ImmutableArray<Node>.CastUp(rules);
            }

            if (HasErrors)
            {
                return null;
            }

            Restore(state);
        }

        return ParseQuery(requireSemicolon: true, TokenKind.Eof) is { } body ? [body] : null;
    }

    // All errors of a module are wanted, so parsing goes on where a line starts with a word at its very beginning.
    private void SkipToNextStatement(int start)
    {
        _terms.Clear();
        _hints.Clear();
        _identifierAt = -1;
        _position = Math.Max(_position, start);
        while (_tokens[_position].Kind != TokenKind.Eof)
        {
            if (_position > start)
            {
                var token = _tokens[_position];
                var isWord = token.Kind is TokenKind.Identifier || TokenKinds.IsKeyword(token.Kind);
                if (isWord && token.Kind != TokenKind.Else && token.NewlineBefore && (token.Start == 0 || _source.Text[token.Start - 1] == '\n'))
                {
                    return;
                }
            }

            _position++;
        }
    }

    // Takes the keyword of a package or import clause. False without an error if it is a name here (`import.x`), with one if no
    // word follows.
    private bool EnterClause(TokenKind keyword)
    {
        if (!IsAt(keyword))
        {
            return false;
        }

        Advance();
        if (Kind is TokenKind.Dot or TokenKind.LeftBracket && !Token.SpaceBefore)
        {
            return false;
        }

        if (TakeWord())
        {
            return true;
        }

        Illegal();
        return false;
    }

    // package = "package" path. Null without an error if it is none.
    private Package? ParsePackage()
    {
        var start = Token.Start;
        if (!EnterClause(TokenKind.Package))
        {
            return null;
        }

        switch (ParseTerm())
        {
            case VarTerm v:
                return new Package(SpanFrom(start), new RefTerm(v.Span, [new VarTerm(v.Span, "data"), new StringTerm(v.Span, v.Name)]));
            case RefTerm { Head: VarTerm head } reference:
                var path = ImmutableArray.CreateBuilder<Term>(reference.Path.Length + 1);
                path.Add(new VarTerm(head.Span, "data"));
                path.Add(new StringTerm(head.Span, head.Name));
                foreach (var step in reference.Path.AsSpan()[1..])
                {
                    if (step is not StringTerm)
                    {
                        Error(step.Span, $"unexpected {TermNames.Of(step)} token: expecting string");
                        return null;
                    }

                    path.Add(step);
                }

                return new Package(SpanFrom(start), new RefTerm(reference.Span, path.MoveToImmutable()));
            case RefTerm reference:
                Error(reference.Head.Span, $"unexpected {TermNames.Of(reference.Head)} token: expecting var");
                return null;
            case null:
                if (!HasErrors)
                {
                    Error(SpanOf(Token), "expected path");
                }

                return null;
            default:
                Illegal();
                return null;
        }
    }

    // An identifier, or a keyword in its place.
    private bool TakeWord()
    {
        if (IsAt(TokenKind.Identifier))
        {
            return true;
        }

        if (!TokenKinds.IsKeyword(Kind))
        {
            return false;
        }

        _identifierAt = _position;
        return true;
    }
}
