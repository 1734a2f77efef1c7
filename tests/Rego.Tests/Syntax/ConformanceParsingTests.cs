using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Syntax;

/// <summary>Every module of the conformance cases parses, and its print parses to the same print.</summary>
public sealed class ConformanceParsingTests
{
    [Theory]
    [InlineData("opa-v1")]
    [InlineData("opa-v0")]
    [InlineData("gatekeeper-rego")]
    public void Modules_Parse(string folder)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (note, text, version, @case) in ConformanceModules.Of(folder))
        {
            count++;
            var result = Parser.ParseModule(new SourceText("m.rego", text), version);
            var wantsError = @case.TryGetProperty("want_error_code", out var code) && code.GetString() == "rego_parse_error";
            if (result.Value is null && !wantsError)
            {
                failures.Add($"{note}: {result.Errors[0].Render()}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failed:\n{string.Join('\n', failures.Take(20))}");
        Assert.True(count > 100, $"Only {count} modules were found.");
    }

    [Theory]
    [InlineData("opa-v1")]
    [InlineData("opa-v0")]
    [InlineData("gatekeeper-rego")]
    public void Prints_ParseToTheSamePrint(string folder)
    {
        var failures = new List<string>();
        foreach (var (note, text, version, _) in ConformanceModules.Of(folder))
        {
            if (Parser.ParseModule(new SourceText("m.rego", text), version).Value is not { } module)
            {
                continue;
            }

            var print = Printer.Print(module);
            var again = Parser.ParseModule(new SourceText("again.rego", print), version);
            if (again.Value is null)
            {
                failures.Add($"{note}: {again.Errors[0].Render()}");
            }
            else if (Printer.Print(again.Value) != print)
            {
                failures.Add($"{note}: {print}\nbecame\n{Printer.Print(again.Value)}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failed:\n{string.Join('\n', failures.Take(20))}");
    }
}
