using System.Text.Json;
using Bouncer.Rego;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Benchmarks.Rego;

/// <summary>The cases of Gatekeeper's library, compiled: each with its input decoded. From <c>CONFORMANCE_DIR</c>, as the conformance
/// tests have them.</summary>
internal sealed class GatekeeperCases
{
    private readonly List<(RegoQuery Query, RegoEvaluationOptions Options)> _cases = [];
    private readonly Dictionary<string, RegoQuery> _queries = new(StringComparer.Ordinal);

    /// <summary>How many there are; 0 where the folder is missing.</summary>
    public int Count => _cases.Count;

    /// <summary>The modules of the templates, each once.</summary>
    public List<RegoModule[]> Templates { get; } = [];

    public static GatekeeperCases Read()
    {
        var cases = new GatekeeperCases();
        var folder = Path.Combine(Environment.GetEnvironmentVariable("CONFORMANCE_DIR") ?? "../shared/conformance", "gatekeeper-rego");
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(file));
                foreach (var element in document.RootElement.EnumerateArray())
                {
                    cases.Add(element);
                }
            }
        }

        return cases;
    }

    /// <summary>Evaluates all once.</summary>
    public int Run()
    {
        var violations = 0;
        foreach (var (query, options) in _cases)
        {
            violations += query.Evaluate(options).Results.Count;
        }

        return violations;
    }

    private void Add(JsonElement element)
    {
        var texts = element.GetProperty("modules").EnumerateArray().Select(m => m.GetString()!).ToArray();
        var text = element.GetProperty("query").GetString()!;
        var key = string.Concat(texts.Append(text));
        if (!_queries.TryGetValue(key, out var query))
        {
            RegoModule[] modules = [.. texts.Select((t, i) => new RegoModule($"m{i}.rego", t, RegoVersion.V0))];
            if (RegoPolicy.Compile(modules).Policy?.Prepare(text).Query is not { } prepared)
            {
                return;
            }

            query = prepared;
            _queries.Add(key, query);
            Templates.Add(modules);
        }

        _cases.Add((query, new RegoEvaluationOptions
        {
            Input = RegoJson.Parse(element.GetProperty("input").GetRawText()),
            Data = (RegoObject)RegoJson.Parse(element.GetProperty("data").GetRawText()),
        }));
    }
}
