using Bouncer.Rego.Compiling;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Tests.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Compiling;

/// <summary>The modules and queries of the conformance cases compile, or do not where the case says so.</summary>
public sealed class ConformanceCompilingTests
{
    [Theory]
    [InlineData("opa-v1")]
    [InlineData("opa-v0")]
    [InlineData("gatekeeper-rego")]
    public void Cases_CompileAsTheySay(string folder)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (note, texts, version, @case) in ConformanceModules.Cases(folder))
        {
            // OPA's own test runner adds a builtin for this one.
            if (note == "time/time caching")
            {
                continue;
            }

            count++;
            var wanted = @case.TryGetProperty("want_error_code", out var code) ? code.GetString() : null;
            var modules = texts.Select((t, i) => Parser.ParseModule(new SourceText($"module-{i}.rego", t), version)).ToList();
            if (modules.Any(m => m.Value is null))
            {
                continue;
            }

            var compiled = RegoCompiler.Compile(modules.Select(m => m.Value!), new CompilerOptions { EnablePrint = true });
            var errors = compiled.Errors;
            if (compiled.Value is not null && @case.TryGetProperty("query", out var text))
            {
                var query = Parser.ParseQuery(new SourceText("query", text.GetString()!), version, withFutureKeywords: true);
                errors = query.Value is null
                    ? query.Errors
                    : RegoCompiler.CompileQuery(compiled.Value, query.Value, null, [], new CompilerOptions()).Errors;
            }

            var got = errors.IsEmpty ? null : errors[0].Code;
            var wantsCompileError = wanted is not null && wanted.StartsWith("rego_", StringComparison.Ordinal);
            if (wantsCompileError ? got != wanted : got is not null)
            {
                failures.Add($"{note}: wanted {wanted ?? "no error"}, got {(errors.IsEmpty ? "none" : errors[0].Render())}");
            }
        }

        Assert.True(count > 100, $"Only {count} cases were found.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} failed:\n{string.Join('\n', failures.Take(40))}");
    }
}
