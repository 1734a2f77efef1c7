using System.Globalization;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>
/// Splits a text into tokens, all at once: the parser goes back and forth in them. Words that v0 knows as keywords only after
/// an import are given their keyword's kind; the parser decides. Never fails: what it does not understand is an
/// <see cref="TokenKind.Illegal"/> token with a message.
/// </summary>
internal sealed partial class Lexer
{
    private const char ByteOrderMark = '\uFEFF';
    private const int End = -1;

    private readonly SourceText _source;
    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly List<Comment> _comments = [];
    private readonly Dictionary<int, string> _errors = [];

    // For every template string that is open: whether it is a raw one, and how many braces are open in its expression.
    private readonly Stack<(bool IsRaw, int Braces)> _templates = [];
    private int _position;
    private string? _error;

    private Lexer(SourceText source)
    {
        _source = source;
        _text = source.Text;
        _tokens = new List<Token>(_text.Length / 4 + 8);
    }

    /// <summary>The tokens of a text, its comments, and what is wrong with illegal tokens by their index.</summary>
    public static LexedText Lex(SourceText source)
    {
        var lexer = new Lexer(source);
        lexer.Run();
        return new LexedText(lexer._tokens, lexer._comments, lexer._errors);
    }

    private int Current => _position < _text.Length ? _text[_position] : End;

    private void Run()
    {
        if (Current == ByteOrderMark)
        {
            _position++;
        }

        while (true)
        {
            var (space, newline) = SkipSpaceAndComments();
            var start = _position;
            var kind = Next();
            if (_error is not null)
            {
                _errors[_tokens.Count] = _error;
                _error = null;
                kind = kind == TokenKind.Eof ? kind : TokenKind.Illegal;
            }

            _tokens.Add(new Token(kind, space, newline, start, _position));
            if (kind == TokenKind.Eof)
            {
                return;
            }
        }
    }

    private (bool Space, bool Newline) SkipSpaceAndComments()
    {
        var space = false;
        var newline = false;
        while (true)
        {
            switch (Current)
            {
                case ' ' or '\t' or '\r' or '\n':
                    newline |= Current == '\n';
                    space = true;
                    _position++;
                    break;
                case '#':
                    ReadComment();
                    break;
                default:
                    return (space, newline);
            }
        }
    }

    private void ReadComment()
    {
        var start = _position;
        var end = _text.IndexOf('\n', start);
        _position = end < 0 ? _text.Length : end;
        var textEnd = _position > start && _text[_position - 1] == '\r' ? _position - 1 : _position;
        _comments.Add(new Comment(new SourceSpan(_source, start, textEnd), _text[(start + 1)..Math.Max(start + 1, textEnd)]));
    }

    private TokenKind Next()
    {
        var current = Current;
        if (IsLetter(current))
        {
            return ReadWord();
        }

        if (IsDecimal(current))
        {
            return ReadNumber();
        }

        if (current == End)
        {
            return TokenKind.Eof;
        }

        _position++;
        return current switch
        {
            '"' => ReadString(),
            '`' => ReadRawString(),
            '$' => ReadTemplateStart(),
            '{' => OpenBrace(),
            '}' => CloseBrace(),
            '[' => TokenKind.LeftBracket,
            ']' => TokenKind.RightBracket,
            '(' => TokenKind.LeftParen,
            ')' => TokenKind.RightParen,
            ',' => TokenKind.Comma,
            ';' => TokenKind.Semicolon,
            '.' => TokenKind.Dot,
            '+' => TokenKind.Plus,
            '-' => TokenKind.Minus,
            '*' => TokenKind.Times,
            '/' => TokenKind.Divide,
            '%' => TokenKind.Remainder,
            '&' => TokenKind.And,
            '|' => TokenKind.Or,
            ':' => TakeEquals() ? TokenKind.Assign : TokenKind.Colon,
            '=' => TakeEquals() ? TokenKind.Equal : TokenKind.Unify,
            '<' => TakeEquals() ? TokenKind.LessOrEqual : TokenKind.Less,
            '>' => TakeEquals() ? TokenKind.GreaterOrEqual : TokenKind.Greater,
            '!' => TakeEquals() ? TokenKind.NotEqual : Fail("illegal ! character"),
            _ => ReadStranger(),
        };
    }

    private bool TakeEquals()
    {
        if (Current != '=')
        {
            return false;
        }

        _position++;
        return true;
    }

    private TokenKind OpenBrace()
    {
        if (_templates.TryPop(out var template))
        {
            _templates.Push((template.IsRaw, template.Braces + 1));
        }

        return TokenKind.LeftBrace;
    }

    private TokenKind ReadWord()
    {
        var start = _position;
        while (IsLetter(Current) || IsDigit(Current))
        {
            _position++;
        }

        return TokenKinds.OfWord(_text.AsSpan(start.._position));
    }

    private TokenKind ReadNumber()
    {
        SkipDecimals();
        if (Current == '.')
        {
            _position++;
            if (!SkipDecimals())
            {
                Fail("expected fraction");
            }
        }

        if (Current is 'e' or 'E')
        {
            _position++;
            if (Current is '+' or '-')
            {
                _position++;
            }

            if (!SkipDecimals())
            {
                Fail("expected exponent");
            }
        }

        // 0a2b is one wrong number and not a number and a name.
        if (IsLetter(Current))
        {
            Fail("illegal number format");
            while (IsLetter(Current) || IsDigit(Current))
            {
                _position++;
            }
        }

        return TokenKind.Number;
    }

    private bool SkipDecimals()
    {
        var start = _position;
        while (IsDecimal(Current))
        {
            _position++;
        }

        return _position > start;
    }

    private TokenKind ReadStranger()
    {
        _position--;
        Take();
        return TokenKind.Illegal;
    }

    // Steps over one character and says so if no source may contain it.
    private void Take()
    {
        var c = _text[_position++];
        if (c == '\0')
        {
            Fail("illegal null character");
        }
        else if (c == ByteOrderMark)
        {
            Fail("illegal byte-order mark");
        }
        else if (char.IsHighSurrogate(c) && _position < _text.Length && char.IsLowSurrogate(_text[_position]))
        {
            _position++;
        }
        else if (char.IsSurrogate(c))
        {
            Fail("illegal utf-8 character");
        }
    }

    private TokenKind Fail(string message)
    {
        _error ??= message;
        return TokenKind.Illegal;
    }

    private static bool IsLetter(int c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    private static bool IsDecimal(int c) => c is >= '0' and <= '9';

    private static bool IsDigit(int c)
        => IsDecimal(c) || (c >= 0x80 && CharUnicodeInfo.GetUnicodeCategory((char)c) == UnicodeCategory.DecimalDigitNumber);
}

/// <summary>What a lexer found. The last token is <see cref="TokenKind.Eof"/>.</summary>
internal sealed record LexedText(List<Token> Tokens, List<Comment> Comments, Dictionary<int, string> Errors);
