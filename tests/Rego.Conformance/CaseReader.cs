using System.Text.Json;

namespace Bouncer.Rego.Conformance;

/// <summary>Reads case files: JSON arrays of OPA's compliance cases, or of Gatekeeper's.</summary>
internal static class CaseReader
{
    /// <summary>All cases of the files in a folder and below it, in the order of the files' names.</summary>
    public static IEnumerable<ConformanceCase> ReadFolder(string folder)
        => Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(file => ReadFile(file, Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace('\\', '/')));

    private static List<ConformanceCase> ReadFile(string file, string group)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        var cases = new List<ConformanceCase>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        // OPA's own files are objects with the cases in them.
        var elements = root.ValueKind == JsonValueKind.Array ? root : root.TryGetProperty("cases", out var inner) ? inner : default;
        if (elements.ValueKind != JsonValueKind.Array)
        {
            return cases;
        }

        foreach (var element in elements.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("query", out _))
            {
                var note = Text(element, "note") ?? "";
                var id = $"{group}: {note}";
                ids[id] = ids.TryGetValue(id, out var number) ? number + 1 : 1;
                cases.Add(Read(element, group, note, ids[id] == 1 ? id : $"{id} #{ids[id]}"));
            }
        }

        return cases;
    }

    private static ConformanceCase Read(JsonElement element, string group, string note, string id) => new()
    {
        Id = id,
        Group = group,
        Note = note,
        Query = Text(element, "query") ?? "",
        Version = Text(element, "rego_version") is { } version && version.StartsWith("v0", StringComparison.Ordinal) ? RegoVersion.V0 : RegoVersion.V1,
        Modules = Present(element, "modules") is { ValueKind: JsonValueKind.Array } modules ? [.. modules.EnumerateArray().Select(m => m.GetString() ?? "")] : [],
        Data = Present(element, "data")?.GetRawText(),
        Input = element.TryGetProperty("input", out var input) ? input.GetRawText() : null,
        InputTerm = Text(element, "input_term"),
        StrictErrors = Flag(element, "strict_error"),
        SortBindings = Flag(element, "sort_bindings"),
        Environment = Present(element, "env")?.GetRawText(),
        WantResult = Present(element, "want_result") is { ValueKind: JsonValueKind.Array } results ? [.. results.EnumerateArray().Select(Bindings)] : null,
        WantViolations = Present(element, "want_violations_by_opa")?.Clone(),
        WantError = Text(element, "want_error"),
        WantErrorCode = Text(element, "want_error_code"),
    };

    private static Dictionary<string, JsonElement> Bindings(JsonElement result)
        => result.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone(), StringComparer.Ordinal);

    private static JsonElement? Present(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement element, string name)
        => Present(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool Flag(JsonElement element, string name)
        => Present(element, name) is { ValueKind: JsonValueKind.True };
}
