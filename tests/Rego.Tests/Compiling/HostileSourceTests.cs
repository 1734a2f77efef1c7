using System.Text;
using Bouncer.Rego.Compiling;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Compiling;

/// <summary>No source may overflow a small stack, take for ever or throw, however it is made.</summary>
public sealed class HostileSourceTests
{
    private const int Many = 20_000;

    public static TheoryData<string, string> Sources => new()
    {
        { "arrays", "p := " + Repeat("[", Many) },
        { "arrays, closed", "p := " + Nested("[", "1", "]") },
        { "sets", "p := " + Repeat("{", Many) },
        { "sets, closed", "p := " + Nested("{", "1", "}") },
        { "objects", "p := " + Nested("{\"a\": ", "1", "}") },
        { "objects in keys", "p := " + Nested("{", "1", ": 1}") },
        { "parentheses", "p := " + Nested("(", "1", ")") },
        { "pairs in parentheses", "p if " + Repeat("(x, ", Many) },
        { "comprehensions", "p := " + Nested("[x | x := ", "1", "]") },
        { "set comprehensions", "p := " + Repeat("{x | ", Many) },
        { "object comprehensions", "p := " + Repeat("{x: y | ", Many) },
        { "calls", "p := " + Nested("f(", "1", ")") },
        { "brackets", "p := " + Nested("a[", "1", "]") },
        { "call after call", "p := f" + Repeat("(1).x", Many) },
        { "steps", "p := a" + Repeat(".b", Many) },
        { "sums", "p := 1" + Repeat(" + 1", Many) },
        { "comparisons", "p if 1" + Repeat(" == 1", Many) },
        { "members", "p if 1" + Repeat(" in 1", Many) },
        { "negations", "p if " + Repeat("not ", Many) + "x" },
        { "else branches", "p := 1 if false" + Repeat(" else := 1 if false", Many) },
        { "every in every", "p if " + Repeat("every x in [1] { ", Many) + "true" + Repeat(" }", Many) },
        { "every in every, unique", "p if " + string.Concat(Enumerable.Range(0, 300).Select(i => $"every x{i} in [1] {{ ")) + "true" + Repeat(" }", 300) },
        { "templates", "p := " + Nested("$\"{", "1", "}\"") },
        { "with after with", "p if x" + Repeat(" with input as 1", 2_000) },
        { "braces in if", "p if " + Repeat("{", Many) },
        { "bodies", "p if { true }" + Repeat(" { true }", 5_000) },
        { "leading commas", "p := " + Repeat("[, ", Many) },
        { "commas", "p := [" + Repeat(",", Many) },
        { "unions", "p := {1" + Repeat(" | 1", Many) + "}" },
        { "dots", Repeat(".", Many) },
        { "quotes", Repeat("\"", Many) },
        { "long string", "p := \"" + Repeat("a", 1_000_000) + "\"" },
        { "long name", Repeat("a", 1_000_000) + " := 1" },
        { "long number", "p := " + Repeat("9", 100_000) },
        { "large exponent", "p := 1e999999999999" },
        { "comments", Repeat("# METADATA\n", 5_000) + "p := 1" },
        { "imports", Repeat("import data.a\n", 5_000) },
        { "errors", Repeat("p := \n", 5_000) },
        { "rules", string.Concat(Enumerable.Range(0, 3_000).Select(i => $"p{i} := p{i + 1}\n")) },
        { "rules in a circle", string.Concat(Enumerable.Range(0, 5_000).Select(i => $"p{i} := p{(i + 1) % 5_000}\n")) },
        { "variables in reverse", "p if {\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"x{i} = x{i + 1} + 1\n")) + "x2000 = 1\n}" },
        { "doubling types", "p if {\nx0 := [1, \"a\"]\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"x{i + 1} := [x{i}, x{i}]\n")) + "x60 == [1]\n}" },
        { "doubling objects", "p if {\nx0 := {\"a\": 1}\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"x{i + 1} := {{\"a\": x{i}, \"b\": x{i}}}\n")) + "x60 == x59\n}" },
        { "metadata", "# METADATA\n# custom: " + Repeat("[", 5_000) + "\np := rego.metadata.rule()" },
        { "metadata aliases", "# METADATA\n# custom:\n#   a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"#   a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n")) + "p := rego.metadata.rule()" },
    };

    [Theory]
    [MemberData(nameof(Sources), DisableDiscoveryEnumeration = true)]
    public void Source_IsCompiledOrRefused(string name, string source)
    {
        Assert.NotEmpty(name);
        OnSmallStack(() => Compile("package test\n\n" + source));
    }

    [Fact]
    public void BinarySources_AreRefused()
    {
        var random = new Random(1);
        OnSmallStack(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                var text = new StringBuilder();
                for (var j = random.Next(200); j >= 0; j--)
                {
                    text.Append((char)random.Next(i % 2 == 0 ? 0x100 : 0x10000));
                }

                Compile("package a\n" + text);
            }
        });
    }

    [Fact]
    public void RandomTokens_AreCompiledOrRefused()
    {
        string[] tokens =
        [
            "p", "x", "_", "data", "input", "{", "}", "[", "]", "(", ")", ",", ";", ":", ":=", "=", "==", "|", "&", "+", "-", ".", " ", "\n", "1", "\"a\"", "`r`", "$\"{x}\"",
            "some", "every", "in", "not", "with", "as", "if", "else", "default", "contains", "import", "package", "null", "count", "f(x)", "input.x", "[x | x]", "!", "#",
        ];
        var random = new Random(2);
        OnSmallStack(() =>
        {
            for (var i = 0; i < 3_000; i++)
            {
                var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => tokens[random.Next(tokens.Length)] + (random.Next(3) == 0 ? "" : " ")));
                Compile("package a\np if {\n" + text + "\n}");
            }
        });
    }

    private static void Compile(string text)
    {
        foreach (var version in (LanguageVersion[])[LanguageVersion.V0, LanguageVersion.V1])
        {
            var parsed = Parser.ParseModule(new SourceText("hostile.rego", text), version);
            foreach (var error in parsed.Errors.Take(3))
            {
                Assert.NotEmpty(error.Render());
            }

            if (parsed.Value is { } module)
            {
                var compiled = RegoCompiler.Compile([module], new CompilerOptions { EnablePrint = true });
                Assert.Equal(compiled.Value is null, compiled.Errors.Length > 0);
            }
        }
    }

    // As small as a thread's stack may be in a server.
    private static void OnSmallStack(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception error)
                {
                    thrown = error;
                }
            },
            1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Nested(string open, string inner, string close) => Repeat(open, Many) + inner + Repeat(close, Many);
}
