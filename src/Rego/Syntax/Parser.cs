using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>
/// A recursive-descent parser of modules and queries. The language decides some things late (is <c>{x | …}</c> a comprehension, is
/// a line a rule or an expression), so it tries one reading, goes back and tries the next, as OPA's does; composite terms are
/// remembered by where they start, which keeps that linear.
/// </summary>
/// <remarks>A parse method returns null if it could not, and has reported why, except where a summary says otherwise.</remarks>
internal sealed partial class Parser
{
    /// <summary>How deep terms and bodies may be nested, and how long a chain of operators or <c>else</c> may be. OPA allows
    /// more; stages that walk the tree with the stack of a server's thread do not.</summary>
    public const int MaxDepth = 1_000;

    private static readonly string[] FutureKeywords = ["contains", "every", "if", "in"];

    private readonly SourceText _source;
    private readonly List<Token> _tokens;
    private readonly LexedText _lexed;
    private readonly LanguageVersion _version;
    private readonly List<Diagnostic> _errors = [];
    private readonly List<string> _hints = [];
    private readonly Dictionary<int, RememberedTerm> _terms = [];

    private int _position;
    private int _depth;
    private int _wildcards;
    private int _statementErrors;

    // A keyword that stands for itself because a reference starts with it.
    private int _identifierAt = -1;
    private KeywordSet _keywords;

    private Parser(SourceText source, LanguageVersion version, KeywordSet keywords)
    {
        _source = source;
        _version = version;
        _keywords = version == LanguageVersion.V1 ? KeywordSet.All : keywords;
        _lexed = Lexer.Lex(source);
        _tokens = _lexed.Tokens;
        ReportIllegal();
    }

    private bool HasErrors => _errors.Count > _statementErrors;

    // The kind of the current token as the keywords that are known here have it.
    private TokenKind Kind => KindAt(_position);

    private Token Token => _tokens[_position];

    private int LastEnd => _position == 0 ? 0 : _tokens[_position - 1].End;

    private ReadOnlySpan<char> TokenText => _source.Text.AsSpan(Token.Start..Token.End);

    private TokenKind KindAt(int position)
    {
        var kind = _tokens[position].Kind;
        return position == _identifierAt || (TokenKinds.IsFutureKeyword(kind) && !_keywords.Has(kind)) ? TokenKind.Identifier : kind;
    }

    private bool IsAt(TokenKind kind) => Kind == kind;

    // Whether the current token continues a reference or makes a call: only if no space is between.
    private bool IsAtTail => Kind is TokenKind.LeftParen or TokenKind.Dot or TokenKind.LeftBracket && !Token.SpaceBefore;

    // Whether a keyword is only the first name of a reference, as in `if.x`.
    private bool TakeKeywordAsName()
    {
        if (!TokenKinds.IsKeyword(Kind) || _position + 1 >= _tokens.Count)
        {
            return false;
        }

        var next = _tokens[_position + 1];
        if (next.Kind is not (TokenKind.Dot or TokenKind.LeftBracket) || next.SpaceBefore)
        {
            return false;
        }

        _identifierAt = _position;
        return true;
    }

    private void Advance()
    {
        if (_tokens[_position].Kind != TokenKind.Eof)
        {
            _position++;
        }

        ReportIllegal();
    }

    private void ReportIllegal()
    {
        if (_lexed.Errors.Count > 0 && _lexed.Errors.TryGetValue(_position, out var message))
        {
            Error(SpanOf(Token), message);
        }
    }

    private SourceSpan SpanOf(Token token) => new(_source, token.Start, token.End);

    private SourceSpan SpanFrom(int start) => new(_source, start, Math.Max(start, LastEnd));

    private State Save() => new(_position, _errors.Count, _identifierAt);

    private void Restore(State state)
    {
        _position = state.Position;
        _identifierAt = state.IdentifierAt;
        _errors.RemoveRange(state.Errors, _errors.Count - state.Errors);
    }

    private bool Enter()
    {
        if (++_depth <= MaxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return true;
        }

        _depth--;
        Error(SpanOf(Token), "max parsing recursion depth exceeded");
        return false;
    }

    private void Leave() => _depth--;

    private VarTerm NewWildcard(SourceSpan span)
        => new(span, string.Create(CultureInfo.InvariantCulture, $"{VarTerm.WildcardPrefix}{_wildcards++}"));

    private void Error(SourceSpan span, string message)
    {
        if (_hints.Count > 0)
        {
            message += $" ({(_hints.Count == 1 ? "hint" : "hints")}: {string.Join(", ", _hints)})";
            _hints.Clear();
        }

        _errors.Add(new Diagnostic(DiagnosticCodes.Parse, message, span));
    }

    private void Illegal(string note = "")
    {
        if (Kind == TokenKind.Illegal)
        {
            // Why the lexer made nothing of it has mostly been said.
            if (_errors.Count == 0 || _errors[^1].Span != SpanOf(Token))
            {
                Error(SpanOf(Token), "illegal token");
            }

            return;
        }

        var name = TokenKinds.Name(Kind);
        var what = TokenKinds.IsKeyword(Kind) ? "keyword" : "token";
        Error(SpanOf(Token), note.Length == 0 ? $"unexpected {name} {what}" : $"unexpected {name} {what}: {note}");
    }

    private readonly record struct State(int Position, int Errors, int IdentifierAt);

    // What became of a term: the term, or the errors that it gave.
    private readonly record struct RememberedTerm(Term? Term, int Position, int IdentifierAt, ImmutableArray<Diagnostic> Errors);

    private readonly record struct KeywordSet(bool Contains, bool Every, bool If, bool In)
    {
        public static KeywordSet None => default;

        public static KeywordSet All => new(true, true, true, true);

        public bool Has(TokenKind kind) => kind switch
        {
            TokenKind.Contains => Contains,
            TokenKind.Every => Every,
            TokenKind.If => If,
            TokenKind.In => In,
            _ => false,
        };

        // `every` brings `in` along: it cannot do without.
        public KeywordSet With(string keyword) => keyword switch
        {
            "contains" => this with { Contains = true },
            "every" => this with { Every = true, In = true },
            "if" => this with { If = true },
            "in" => this with { In = true },
            _ => this,
        };
    }
}
