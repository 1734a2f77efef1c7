using System.Collections.Immutable;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Syntax;

public sealed class ParserTests
{
    // Operators bind as in OPA; what is printed in parentheses is where it differs from reading left to right.
    [Theory]
    [InlineData("1 + 2 * 3", "1 + 2 * 3")]
    [InlineData("(1 + 2) * 3", "(1 + 2) * 3")]
    [InlineData("1 - (2 - 3)", "1 - (2 - 3)")]
    [InlineData("1 - 2 - 3", "1 - 2 - 3")]
    [InlineData("a | b & c", "(a | b & c)")]
    [InlineData("(a | b) & c", "(a | b) & c")]
    [InlineData("a + b == c | d", "a + b == c | d")]
    [InlineData("a == (b == c)", "a == (b == c)")]
    [InlineData("x in xs == true", "x in xs == true")]
    [InlineData("k, v in xs", "k, v in xs")]
    [InlineData("f(x, y in xs)", "f(x, (y in xs))")]
    [InlineData("[x, y in xs]", "[x, (y in xs)]")]
    [InlineData("{x | y}", "{x | y}")]
    [InlineData("{x | y, z}", "{(x | y), z}")]
    [InlineData("{(x | y)}", "{(x | y)}")]
    [InlineData("{x}", "{x}")]
    [InlineData("{}", "{}")]
    [InlineData("set()", "set()")]
    [InlineData("{x: y | z}", "{x: y | z}")]
    [InlineData("{1: 2, }", "{1: 2}")]
    [InlineData("[, 1, 2]", "[1, 2]")]
    [InlineData("x -1", "x - 1")]
    [InlineData("- 1", "-1")]
    [InlineData(".5", "0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("a.b[c].d[\"e f\"]", "a.b[c].d[\"e f\"]")]
    [InlineData("f(x).y[0]", "f(x).y[0]")]
    [InlineData("[1, 2][i]", "[1, 2][i]")]
    [InlineData("{\"a\": 1}.a", "{\"a\": 1}.a")]
    [InlineData("data[\"if\"].else", "data[\"if\"][\"else\"]")]
    [InlineData("not x with input.a as 1 with data.b as {2}", "not x with input.a as 1 with data.b as {2}")]
    [InlineData("every k, v in xs { k < v; v }", "every k, v in xs {\n\tk < v\n\tv\n}")]
    [InlineData("some x, y", "some x, y")]
    [InlineData("some {\"a\": x} in xs", "some {\"a\": x} in xs")]
    [InlineData("\"\\u00e9\\n\\ud83d\\ude00\"", "\"é\\n😀\"")]
    [InlineData("\"\\ud83d\"", "\"\uFFFD\"")]
    [InlineData("`a\\n`", "\"a\\\\n\"")]
    [InlineData("$\"a {x} \\{ {1 + 2}\"", "$\"a {x} \\{ {1 + 2}\"")]
    [InlineData("x := 1; y = 2", "x := 1; y = 2")]
    [InlineData("x\ny", "x; y")]
    public void Query_IsRead(string text, string print)
    {
        var parsed = Parser.ParseQuery(new SourceText("q", text), LanguageVersion.V1);
        Assert.Empty(parsed.Errors);
        Assert.Equal(print, Printer.Print(parsed.Value!));
    }

    [Theory]
    [InlineData("x y", "1:3: rego_parse_error: unexpected identifier token: expected \\n or ; or eof", false)]
    [InlineData("[1, 2", "1:6: rego_parse_error: unexpected eof token: expected \",\" or \"]\"", true)]
    [InlineData("{1: 2", "1:6: rego_parse_error: unexpected eof token: non-terminated object", true)]
    [InlineData("{1 = 2}", "1:4: rego_parse_error: unexpected eq token: non-terminated set", true)]
    [InlineData("f(x", "1:4: rego_parse_error: unexpected eof token: expected \",\" or \")\"", true)]
    [InlineData("(1", "1:3: rego_parse_error: non-terminated expression", true)]
    [InlineData("x.", "1:3: rego_parse_error: unexpected eof token: expected identifier", true)]
    [InlineData("\"a\".b", "1:1: rego_parse_error: illegal ref (head cannot be string)", true)]
    [InlineData("not some x", "1:5: rego_parse_error: unexpected some keyword: illegal negation of 'some'", true)]
    [InlineData("every x in xs", "1:14: rego_parse_error: unexpected eof token: missing body", true)]
    [InlineData("every 1 in xs { x }", "1:15: rego_parse_error: unexpected { token: expected value to be a variable", true)]
    [InlineData("some x > y", "1:11: rego_parse_error: unexpected eof token: expected `x in xs` or `x, y in xs` expression", true)]
    [InlineData("x with 1 as 2", "1:8: rego_parse_error: unexpected number token: expected ident", true)]
    [InlineData("x with input 2", "1:14: rego_parse_error: unexpected number token: expected as keyword", true)]
    [InlineData("01", "1:1: rego_parse_error: unexpected number token: expected number without leading zero", true)]
    [InlineData("1e200000", "1:1: rego_parse_error: number too big", true)]
    [InlineData("\"\\u12g4\"", "1:1: rego_parse_error: illegal string literal: \"\\u12g4\"", true)]
    [InlineData("$\"{}\"", "1:4: rego_parse_error: unexpected } token", true)]
    [InlineData("$\"{x := 1}\"", "1:4: rego_parse_error: unexpected assignment (':=') in template-string expression", true)]
    [InlineData("", "1:1: rego_parse_error: empty query", true)]
    public void WhatIsWrongWithAQuery_IsSaid(string text, string error, bool isOneStatement)
    {
        // Statements that follow each other on a line are only told apart within bodies.
        var parsed = isOneStatement
            ? Parser.ParseQuery(new SourceText("", text), LanguageVersion.V1).Errors
            : Parser.ParseModule(new SourceText("", $"package a\np if {{\n{text}\n}}"), LanguageVersion.V1).Errors;
        Assert.Equal(isOneStatement ? error : error.Replace("1:", "3:", StringComparison.Ordinal).Replace("eof", "}", StringComparison.Ordinal), parsed[0].ToString());
    }

    [Theory]
    [InlineData(false, "p[x] { x := 1 }", RuleShape.Set)]
    [InlineData(false, "p.q { true }", RuleShape.Set)]
    [InlineData(false, "p[x] = 1 { x := 1 }", RuleShape.Value)]
    [InlineData(false, "p[1]", RuleShape.Set)]
    [InlineData(false, "p = 1", RuleShape.Value)]
    [InlineData(false, "p.q.r { true }", RuleShape.Value)]
    [InlineData(false, "f(x) { x }", RuleShape.Function)]
    [InlineData(true, "p contains x if x := 1", RuleShape.Set)]
    [InlineData(true, "p contains 1", RuleShape.Set)]
    [InlineData(true, "p[x] if x := 1", RuleShape.Value)]
    [InlineData(true, "p[x].q[y] := x if { x := 1; y := 2 }", RuleShape.Value)]
    [InlineData(true, "p[x].q contains y if { x := 1; y := 2 }", RuleShape.Set)]
    [InlineData(true, "if.else := 1", RuleShape.Value)]
    [InlineData(true, "f(x) := x", RuleShape.Function)]
    public void Heads_AreTold(bool v1, string rule, RuleShape shape)
    {
        var parsed = Parser.ParseModule(new SourceText("", "package a\n" + rule), v1 ? LanguageVersion.V1 : LanguageVersion.V0);
        Assert.Empty(parsed.Errors);
        var head = Assert.Single(parsed.Value!.Rules).Head;
        Assert.Equal(shape, head.IsMultiValue ? RuleShape.Set : head.Args.Length > 0 ? RuleShape.Function : RuleShape.Value);
    }

    [Theory]
    [InlineData("package a\n\np if {\n\tx\n\t(y | z)\n\tx;\n\t-1\n}\n")]
    [InlineData("package _\n\nimport data.c as _\n\np contains _ if {\n\t_ = 1\n}\n")]
    [InlineData("package a\n\np if {\n\tevery x in y {\n\t\tx;\n\t\t-1 < 2\n\t}\n}\n")]
    public void Print_IsReadAsItself(string text)
    {
        var parsed = Parser.ParseModule(new SourceText("", text), LanguageVersion.V1);
        Assert.Empty(parsed.Errors);
        Assert.Equal(text, Printer.Print(parsed.Value!));
    }

    [Fact]
    public void EveryStatementsErrors_AreReported()
    {
        var parsed = Parser.ParseModule(new SourceText("m.rego", "package a\n\np := [1,\n\nq := )\n\nr := 1\n\ns if {\n\tx y\n}\n"), LanguageVersion.V1);
        Assert.Null(parsed.Value);
        Assert.Equal([5, 5, 10], parsed.Errors.Select(e => e.Span.Line));
    }

    [Fact]
    public void Columns_CountCodePoints()
    {
        var parsed = Parser.ParseQuery(new SourceText("", "\"😀é\" )"), LanguageVersion.V1);
        Assert.Equal("1:6: rego_parse_error: unexpected ) token", parsed.Errors[^1].ToString());
    }

    [Fact]
    public void Keywords_NeedTheirImportInV0()
    {
        Assert.Equal("rego_parse_error", Errors("package a\np contains 1 if true\n", LanguageVersion.V0)[0].Code);
        Assert.Empty(Errors("package a\nimport rego.v1\np contains 1 if true\n", LanguageVersion.V0));
        Assert.Empty(Errors("package a\nimport future.keywords.if\nimport future.keywords.contains\np contains 1 if true\n", LanguageVersion.V0));
        Assert.Empty(Errors("package a\nimport future.keywords\np { some x in [1]; every y in [x] { y } }\n", LanguageVersion.V0));

        // Without the import they are names like others.
        Assert.Empty(Errors("package a\nif { in := 1; in }\n", LanguageVersion.V0));
    }

    [Fact]
    public void MissingImport_IsHintedAt()
    {
        var errors = Errors("package a\np { some x in [1] }\n", LanguageVersion.V0);
        Assert.Contains("(hint: `import future.keywords.in` for `some x in xs` expressions)", errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p { true }", "`if` keyword is required before rule body")]
    [InlineData("f(x) { x }", "`if` keyword is required before function body")]
    [InlineData("p[x] { x := 1 }", "`if` keyword is required before rule body")]
    [InlineData("p[1]", "`contains` keyword is required for partial set rules")]
    [InlineData("a.b.c", "rule must have value assignment and/or body declaration")]
    public void V1_AsksForItsKeywords(string rule, string message)
    {
        Assert.Contains(Errors("package a\n" + rule, LanguageVersion.V1), e => e.Message == message);
        Assert.Contains(Errors("package a\nimport rego.v1\n" + rule, LanguageVersion.V0), e => e.Message == message);
        Assert.Empty(Errors("package a\n" + rule, LanguageVersion.V0));
    }

    [Theory]
    [InlineData(Parser.MaxDepth - 3, true)]
    [InlineData(Parser.MaxDepth + 1, false)]
    public void Depth_IsLimited(int terms, bool passes)
    {
        var sum = string.Join(" + ", Enumerable.Repeat("1", terms));
        var parsed = Parser.ParseQuery(new SourceText("", sum), LanguageVersion.V1);
        Assert.Equal(passes, parsed.Value is not null);
        Assert.Equal(!passes, parsed.Errors.Any(e => e.Message == "max parsing recursion depth exceeded"));
    }

    public enum RuleShape
    {
        Value,
        Set,
        Function,
    }

    private static ImmutableArray<Diagnostic> Errors(string text, LanguageVersion version)
        => Parser.ParseModule(new SourceText("m.rego", text), version).Errors;
}
