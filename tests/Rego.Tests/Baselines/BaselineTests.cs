using System.Text;
using Bouncer.Rego.Compiling;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Baselines;

/// <summary>
/// What comes of a source, kept beside it: <c>syntax/NAME.txt</c> its tokens and how it prints, <c>diagnostics/NAME.txt</c> what is
/// wrong with it, as people see it. Sources whose name starts with v0 are v0's. ACCEPT_BASELINES=1 writes the files anew.
/// </summary>
public sealed class BaselineTests
{
    public static TheoryData<string> Syntax => Names("syntax");

    public static TheoryData<string> Diagnostics => Names("diagnostics");

    [Theory]
    [MemberData(nameof(Syntax))]
    public void Source_IsReadAsBefore(string name)
    {
        var source = Read("syntax", name);
        var text = new StringBuilder();
        var lexed = Lexer.Lex(source);
        var line = 0;
        foreach (var token in lexed.Tokens)
        {
            var at = source.LineOf(token.Start);
            text.Append(at == line ? " " : line == 0 ? "" : "\n").Append(TokenKinds.Name(token.Kind));
            line = at;
        }

        var parsed = Parser.ParseModule(source, VersionOf(name));
        text.Append("\n\n").Append(parsed.Value is null ? string.Join('\n', parsed.Errors.Select(e => e.Render())) : Printer.Print(parsed.Value));
        Compare("syntax", name, text.ToString());
    }

    [Theory]
    [MemberData(nameof(Diagnostics))]
    public void Errors_AreShownAsBefore(string name)
    {
        var parsed = Parser.ParseModule(Read("diagnostics", name), VersionOf(name));
        var errors = parsed.Value is null ? parsed.Errors : RegoCompiler.Compile([parsed.Value], new CompilerOptions { EnablePrint = true }).Errors;
        Assert.NotEmpty(errors);
        Compare("diagnostics", name, string.Join("\n\n", errors.Select(e => e.Render())) + "\n");
    }

    private static LanguageVersion VersionOf(string name)
        => name.StartsWith("v0", StringComparison.Ordinal) ? LanguageVersion.V0 : LanguageVersion.V1;

    private static SourceText Read(string topic, string name)
        => new(name + ".rego", File.ReadAllText(Path.Combine(Folder(), topic, name + ".rego")));

    private static void Compare(string topic, string name, string text)
    {
        var file = Path.Combine(Folder(), topic, name + ".txt");
        if (Environment.GetEnvironmentVariable("ACCEPT_BASELINES") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.True(File.Exists(file), $"{file} is missing. ACCEPT_BASELINES=1 writes it.");
        Assert.Equal(File.ReadAllText(file), text);
    }

    private static TheoryData<string> Names(string topic)
        => [.. Directory.EnumerateFiles(Path.Combine(Folder(), topic), "*.rego").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    /// <summary>Beside this file. Found from where the tests run: builds for release leave no paths of the sources behind.</summary>
    private static string Folder()
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Aspire.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        return Path.Combine(root!, "tests", "Rego.Tests", "Baselines");
    }
}
