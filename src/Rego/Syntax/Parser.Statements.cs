using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Statements: packages, imports, and finding the next one after an error.</content>
internal sealed partial class Parser
{
    private const string AlternativeImport = "import a different path or use an alias";

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

    // package = "package" path. Null without an error if it is none.
    private Package? ParsePackage()
    {
        if (!IsAt(TokenKind.Package))
        {
            return null;
        }

        var start = Token.Start;
        Advance();
        if (Kind is TokenKind.Dot or TokenKind.LeftBracket && !Token.SpaceBefore)
        {
            return null;
        }

        if (!TakeWord())
        {
            Illegal();
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

    // import = "import" path [ "as" var ]. Null without an error if it is none.
    private Import? ParseImport()
    {
        if (!IsAt(TokenKind.Import))
        {
            return null;
        }

        var start = Token.Start;
        Advance();
        if (Kind is TokenKind.Dot or TokenKind.LeftBracket && !Token.SpaceBefore)
        {
            return null;
        }

        if (!TakeWord())
        {
            Illegal();
            return null;
        }

        // `import future.keywords.in` must be read when `in` is a keyword already.
        var keywords = _keywords;
        _keywords = KeywordSet.None;
        var term = ParseTerm();
        _keywords = keywords;

        RefTerm path;
        switch (term)
        {
            case VarTerm v:
                path = new RefTerm(v.Span, [v]);
                break;
            case RefTerm reference:
                path = reference;
                foreach (var step in reference.Path.AsSpan()[1..])
                {
                    if (step is not StringTerm)
                    {
                        Error(step.Span, $"unexpected {TermNames.Of(step)} token: expecting string");
                        return null;
                    }
                }

                break;
            default:
                Error(SpanOf(Token), "expected path");
                return null;
        }

        if (path.Head is not VarTerm { Name: "data" or "input" or "future" or "rego" } root)
        {
            _hints.Add("if this is unexpected, try updating OPA");
            Error(path.Span, $"unexpected import path, must begin with one of: {{data, future, input, rego}}, got: {Printer.Print(path.Head)}");
            return null;
        }

        if (IsAt(TokenKind.As))
        {
            return ParseAlias(start, path);
        }

        if (root.Name != "future" || path.Path.Length == 1)
        {
            var last = path.Path[^1] is StringTerm s ? s.Value : root.Name;
            if (IsKeyword(last))
            {
                Error(path.Path[^1].Span, $"unexpected import path, must not end with a keyword, got: {last}");
                _hints.Add(AlternativeImport);
            }
        }

        return new Import(SpanFrom(start), path, null);
    }

    private Import? ParseAlias(int start, RefTerm path)
    {
        Advance();
        if (!IsAt(TokenKind.Identifier))
        {
            Illegal("expected var");
            return null;
        }

        if (ParseTerm() is VarTerm alias)
        {
            return new Import(SpanFrom(start), path, alias.Name);
        }

        Illegal("expected var");
        return null;
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

    private bool IsKeyword(string name)
    {
        var kind = TokenKinds.OfWord(name);
        return TokenKinds.IsKeyword(kind) && (!TokenKinds.IsFutureKeyword(kind) || _version == LanguageVersion.V1);
    }

    private void ApplyKeywordImport(Import import)
    {
        switch (import.Root)
        {
            case "rego":
                ApplyRegoImport(import);
                break;
            case "future":
                ApplyFutureImport(import);
                break;
            default:
                return;
        }

        // What was read with other keywords may read differently now.
        _terms.Clear();
    }

    private void ApplyRegoImport(Import import)
    {
        if (!import.IsRegoV1)
        {
            Error(import.Path.Span, $"invalid import `{Printer.Print(import.Path)}`, must be `rego.v1`");
        }
        else if (_version == LanguageVersion.V0)
        {
            if (import.Alias is not null)
            {
                Error(import.Path.Span, "`rego` imports cannot be aliased");
                return;
            }

            _keywords = KeywordSet.All;
        }
    }

    private void ApplyFutureImport(Import import)
    {
        if (import.Path.Path is not [_, StringTerm { Value: "keywords" }, ..])
        {
            Error(import.Path.Span, "invalid import, must be `future.keywords`");
        }
        else if (import.Alias is not null)
        {
            Error(import.Path.Span, "`future` imports cannot be aliased");
        }
        else if (import.Path.Path is [_, _, StringTerm keyword])
        {
            if (!FutureKeywords.Contains(keyword.Value))
            {
                Error(import.Path.Span, $"unexpected keyword, must be one of [{string.Join(' ', FutureKeywords)}]");
            }

            _keywords = _keywords.With(keyword.Value);
        }
        else
        {
            _keywords = KeywordSet.All;
        }
    }
}
