namespace Bouncer.Rego.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte
{
    /// <summary>Nothing that Rego knows; the lexer says why.</summary>
    Illegal,
    Eof,
    Identifier,
    Number,
    String,
    RawString,

    /// <summary>A template string up to and with a <c>{</c>.</summary>
    TemplatePart,

    /// <summary>The rest of a template string.</summary>
    TemplateEnd,
    RawTemplatePart,
    RawTemplateEnd,

    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    Comma,
    Colon,
    Semicolon,
    Dot,

    Assign,
    Unify,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
    And,
    Or,

    // Keywords of both versions.
    As,
    Default,
    Else,
    False,
    Import,
    Not,
    Null,
    Package,
    Some,
    True,
    With,

    // Keywords of v1 that v0 imports: identifiers until then.
    Contains,
    Every,
    If,
    In,
}

/// <summary>A token. What the parser must know of the white space before it is in it: Rego minds that in references and between expressions.</summary>
internal readonly record struct Token(TokenKind Kind, bool SpaceBefore, bool NewlineBefore, int Start, int End);

/// <summary>What is to be known of the kinds of tokens.</summary>
internal static class TokenKinds
{
    public static bool IsKeyword(TokenKind kind) => kind >= TokenKind.As;

    public static bool IsFutureKeyword(TokenKind kind) => kind >= TokenKind.Contains;

    /// <summary>The keyword that a word is, or <see cref="TokenKind.Identifier"/>.</summary>
    public static TokenKind OfWord(ReadOnlySpan<char> word) => word.Length is < 2 or > 8 ? TokenKind.Identifier : word switch
    {
        "as" => TokenKind.As,
        "if" => TokenKind.If,
        "in" => TokenKind.In,
        "not" => TokenKind.Not,
        "else" => TokenKind.Else,
        "null" => TokenKind.Null,
        "some" => TokenKind.Some,
        "true" => TokenKind.True,
        "with" => TokenKind.With,
        "every" => TokenKind.Every,
        "false" => TokenKind.False,
        "import" => TokenKind.Import,
        "default" => TokenKind.Default,
        "package" => TokenKind.Package,
        "contains" => TokenKind.Contains,
        _ => TokenKind.Identifier,
    };

    /// <summary>OPA's name of a kind, as its messages have it.</summary>
    public static string Name(TokenKind kind) => kind switch
    {
        TokenKind.Illegal => "illegal",
        TokenKind.Eof => "eof",
        TokenKind.Identifier => "identifier",
        TokenKind.Number => "number",
        TokenKind.String or TokenKind.RawString => "string",
        TokenKind.TemplatePart => "template-string-part",
        TokenKind.TemplateEnd => "template-string-end",
        TokenKind.RawTemplatePart => "raw-template-string-part",
        TokenKind.RawTemplateEnd => "raw-template-string-end",
        TokenKind.LeftBracket => "[",
        TokenKind.RightBracket => "]",
        TokenKind.LeftBrace => "{",
        TokenKind.RightBrace => "}",
        TokenKind.LeftParen => "(",
        TokenKind.RightParen => ")",
        TokenKind.Comma => ",",
        TokenKind.Colon => ":",
        TokenKind.Semicolon => ";",
        TokenKind.Dot => ".",
        TokenKind.Assign => "assign",
        TokenKind.Unify => "eq",
        TokenKind.Equal => "equal",
        TokenKind.NotEqual => "neq",
        TokenKind.Less => "lt",
        TokenKind.LessOrEqual => "lte",
        TokenKind.Greater => "gt",
        TokenKind.GreaterOrEqual => "gte",
        TokenKind.Plus => "plus",
        TokenKind.Minus => "minus",
        TokenKind.Times => "mul",
        TokenKind.Divide => "div",
        TokenKind.Remainder => "rem",
        TokenKind.And => "and",
        TokenKind.Or => "or",
        TokenKind.As => "as",
        TokenKind.Default => "default",
        TokenKind.Else => "else",
        TokenKind.False => "false",
        TokenKind.Import => "import",
        TokenKind.Not => "not",
        TokenKind.Null => "null",
        TokenKind.Package => "package",
        TokenKind.Some => "some",
        TokenKind.True => "true",
        TokenKind.With => "with",
        TokenKind.Contains => "contains",
        TokenKind.Every => "every",
        TokenKind.If => "if",
        TokenKind.In => "in",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
