using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Invalid,
    End,
    Punctuation,
    Name,
    Int,
    Float,
    String,
    BlockString,
}

/// <summary>A token: its kind, its text (of strings, what they stand for), and where it begins.</summary>
internal readonly record struct GraphQlToken(TokenKind Kind, string Text, Place Place)
{
    /// <summary>What messages call the kind.</summary>
    public string KindName => Kind switch
    {
        TokenKind.Invalid => "<Invalid>",
        TokenKind.End => "<EOF>",
        TokenKind.Punctuation => Text,
        _ => Kind.ToString(),
    };

    /// <summary>Whether this is a sign such as <c>{</c>.</summary>
    public bool Is(string punctuation) => Kind == TokenKind.Punctuation && Text == punctuation;

    /// <summary>Whether this is a certain name.</summary>
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>What messages call the token.</summary>
    public override string ToString()
        => Kind is TokenKind.Invalid or TokenKind.End or TokenKind.Punctuation || Text.Length == 0 ? KindName : $"{KindName} {GoQuote.Quote(Text)}";
}
