using System.Text.Json.Nodes;

namespace Bouncer.Rego.Conformance.Differential;

/// <summary>A query about a generated module, with the library, the input and the data that all generated modules have.</summary>
internal readonly record struct Question(string Module, string Query)
{
    /// <summary>The question as a case on one line.</summary>
    public string ToJson() => new JsonObject
    {
        ["modules"] = new JsonArray(JsonValue.Create(Module), JsonValue.Create(ModuleGenerator.Library)),
        ["rego_version"] = "v1",
        ["query"] = Query,
        ["input"] = JsonNode.Parse(ModuleGenerator.Input),
        ["data"] = JsonNode.Parse(ModuleGenerator.Data),
    }.ToJsonString();
}
