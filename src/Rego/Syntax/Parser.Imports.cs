namespace Bouncer.Rego.Syntax;

/// <content>Imports, and the keywords that some of them bring.</content>
internal sealed partial class Parser
{
    private const string AlternativeImport = "import a different path or use an alias";

    // import = "import" path [ "as" var ]. Null without an error if it is none.
    private Import? ParseImport()
    {
        var start = Token.Start;
        if (!EnterClause(TokenKind.Import))
        {
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
