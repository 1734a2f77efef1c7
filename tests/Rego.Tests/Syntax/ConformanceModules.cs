using System.Text.Json;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Tests.Syntax;

/// <summary>The modules of OPA's and Gatekeeper's cases, which are not in the repository.</summary>
internal static class ConformanceModules
{
    /// <summary>All modules of a folder with the note of their case.</summary>
    public static IEnumerable<(string Note, string Text, LanguageVersion Version, JsonElement Case)> Of(string folder)
        => from @case in Cases(folder)
            from text in @case.Modules
            select (@case.Note, text, @case.Version, @case.Case);

    /// <summary>All cases of a folder that have modules.</summary>
    public static IEnumerable<(string Note, string[] Modules, LanguageVersion Version, JsonElement Case)> Cases(string folder)
    {
        var path = Path.Combine(Root(), folder);
        Assert.SkipUnless(Directory.Exists(path), $"No cases in {path}. CONFORMANCE_DIR says where they are.");
        foreach (var file in Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var @case in document.RootElement.EnumerateArray())
            {
                var note = @case.TryGetProperty("note", out var n) ? n.GetString()! : Path.GetFileNameWithoutExtension(file);
                if (!@case.TryGetProperty("modules", out var modules) || modules.ValueKind != JsonValueKind.Array)
                {
                    continue;
                }

                var version = folder == "opa-v1" ? LanguageVersion.V1 : LanguageVersion.V0;
                if (@case.TryGetProperty("rego_version", out var v) && v.ValueKind == JsonValueKind.String)
                {
                    version = v.GetString() == "v1" ? LanguageVersion.V1 : LanguageVersion.V0;
                }

                yield return (note, [.. modules.EnumerateArray().Select(m => m.GetString()!)], version, @case.Clone());
            }
        }
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("CONFORMANCE_DIR") is { Length: > 0 } given)
        {
            return given;
        }

        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Aspire.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory?.FullName ?? "", "../shared/conformance");
    }
}
