using System.Text;
using Bouncer.Rego.Builtins;

namespace Bouncer.Rego.Tests.Builtins;

/// <summary>docs/rego/builtins.md says what the table of builtins says. With UPDATE_DOCS=1 this test writes it.</summary>
public class BuiltinDocumentTests
{
    [Fact]
    public void TheDocument_SaysWhatTheTableSays()
    {
        var path = Path.Combine(Repository(), "docs", "rego", "builtins.md");
        var expected = Write();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == expected,
            "docs/rego/builtins.md is not what the table says. Write it anew: UPDATE_DOCS=1 dotnet run --project tests/Rego.Tests -- -class '*BuiltinDocumentTests'");
    }

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Aspire.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }

    private static string Write()
    {
        var entries = BuiltinTable.ByName.Values;
        var text = new StringBuilder();
        text.Append("# Builtins\n\n");
        text.Append("<!-- Written by tests/Rego.Tests/Builtins/BuiltinDocumentTests.cs from the table in src/Rego/Builtins. -->\n\n");
        text.Append($"The engine knows {entries.Length} builtins and provides {entries.Count(entry => !entry.IsMissing)}. What each does is in OPA's documentation; errors have OPA's codes and words.\n\n");
        text.Append("*v0*: for v0 modules only. *context*: the result depends on more than the operands: the time, random numbers, what the host says.\n");
        text.Append("*host*: operands are checked, the answer is the host's, and an error where it gives none. *not provided*: calling it is an error when a policy is compiled.\n");
        foreach (var family in BuiltinDeclarations.Families)
        {
            text.Append($"\n## {family.Name}\n\n| Builtin | Takes and gives | |\n| --- | --- | --- |\n");
            foreach (var declaration in family.Declarations)
            {
                var name = declaration.Infix is null ? $"`{declaration.Name}`" : $"`{declaration.Name}` (`{declaration.Infix.Replace("|", "\\|", StringComparison.Ordinal)}`)";
                text.Append($"| {name} | `{BuiltinTable.ByName[declaration.Name].Signature}` | {string.Join(", ", Notes(BuiltinTable.ByName[declaration.Name]))} |\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Notes(BuiltinEntry entry)
    {
        if (entry.IsMissing)
        {
            yield return "not provided";
        }

        if (entry.IsDeprecated)
        {
            yield return "v0";
        }

        if (entry.Name is "http.send" or "net.lookup_ip_addr" or "external_data")
        {
            yield return "host";
        }
        else if (entry.IsNondeterministic)
        {
            yield return "context";
        }
    }
}
