using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Syntax;

public sealed class LexerTests
{
    [Theory]
    [InlineData("a _b c1", "identifier:a identifier:_b identifier:c1 eof:")]
    [InlineData("if in every contains with", "if:if in:in every:every contains:contains with:with eof:")]
    [InlineData("0 1.5 2e10 3E-2", "number:0 number:1.5 number:2e10 number:3E-2 eof:")]
    [InlineData("-1 .5", "minus:- number:1 .:. number:5 eof:")]
    [InlineData("\"a\\\"b\" `c\nd`", "string:\"a\\\"b\" string:`c\nd` eof:")]
    [InlineData(":= = == != < <= > >=", "assign::= eq:= equal:== neq:!= lt:< lte:<= gt:> gte:>= eof:")]
    [InlineData("+-*/%&|", "plus:+ minus:- mul:* div:/ rem:% and:& or:| eof:")]
    [InlineData("{[()]},;:.", "{:{ [:[ (:( ):) ]:] }:} ,:, ;:; ::: .:. eof:")]
    [InlineData("$\"a {x} b\"", "template-string-part:$\"a { identifier:x template-string-end:} b\" eof:")]
    [InlineData("$\"{ {1, 2} }\"", "template-string-part:$\"{ {:{ number:1 ,:, number:2 }:} template-string-end:}\" eof:")]
    [InlineData("$\"{$\"{x}\"}\"", "template-string-part:$\"{ template-string-part:$\"{ identifier:x template-string-end:}\" template-string-end:}\" eof:")]
    [InlineData("$`a\n\\{b {x}`", "raw-template-string-part:$`a\n\\{b { identifier:x raw-template-string-end:}` eof:")]
    [InlineData("\uFEFFx", "identifier:x eof:")]
    [InlineData("x # comment\r\ny", "identifier:x identifier:y eof:")]
    public void Text_IsSplit(string text, string tokens) => Assert.Equal(tokens, Print(text));

    [Theory]
    [InlineData("\"a", "non-terminated string")]
    [InlineData("\"a\nb\"", "non-terminated string")]
    [InlineData("`a", "non-terminated string")]
    [InlineData("$\"a {x} b", "non-terminated string")]
    [InlineData("\"\\q\"", "illegal escape sequence")]
    [InlineData("!a", "illegal ! character")]
    [InlineData("$a", "illegal $ character")]
    [InlineData("1.", "expected fraction")]
    [InlineData("1e", "expected exponent")]
    [InlineData("0a2b", "illegal number format")]
    [InlineData("\0", "illegal null character")]
    [InlineData("x \uFEFF", "illegal byte-order mark")]
    public void WhatIsWrong_IsSaid(string text, string message)
    {
        var lexed = Lexer.Lex(new SourceText("", text));
        Assert.Contains(message, lexed.Errors.Values);
        Assert.Contains(lexed.Tokens, t => t.Kind is TokenKind.Illegal or TokenKind.Eof);
    }

    [Fact]
    public void HalfACharacter_IsIllegal()
        => Assert.Contains("illegal utf-8 character", Lexer.Lex(new SourceText("", "x " + '\uD800')).Errors.Values);

    [Fact]
    public void SpaceAndNewlines_AreKept()
    {
        var tokens = Lexer.Lex(new SourceText("", "a.b [c]\n# d\ne")).Tokens;
        Assert.Equal([false, false, false, true, false, false, true, false], tokens.Select(t => t.SpaceBefore));
        Assert.Equal([false, false, false, false, false, false, true, false], tokens.Select(t => t.NewlineBefore));
    }

    [Fact]
    public void Comments_AreKeptWithoutTheirSign()
    {
        var comments = Lexer.Lex(new SourceText("", "# a\nx #b\r\n#")).Comments;
        Assert.Equal([" a", "b", ""], comments.Select(c => c.Text));
        Assert.Equal([1, 2, 3], comments.Select(c => c.Span.Line));
    }

    private static string Print(string text)
        => string.Join(' ', Lexer.Lex(new SourceText("", text)).Tokens.Select(t => $"{TokenKinds.Name(t.Kind)}:{text[t.Start..t.End]}"));
}
