using Bouncer.Rego;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Images.Tests.Sboms;

/// <summary>Checks documents by <c>cyclonedx-1.6.schema.json</c>, with the JSON Schema of our own Rego.</summary>
internal static class CycloneDxSchema
{
    private static readonly RegoQuery s_query = Prepare();

    /// <summary>What is wrong with a document, as JSON; <c>[]</c> if nothing is.</summary>
    public static string Check(byte[] document)
    {
        var outcome = s_query.Evaluate(RegoJson.Parse(document));
        Assert.Null(outcome.Error);
        return RegoJson.ToJson(outcome.Value!);
    }

    private static RegoQuery Prepare()
    {
        using var schema = new StreamReader(typeof(CycloneDxSchema).Assembly.GetManifestResourceStream("cyclonedx")!);
        var data = (RegoObject)RegoJson.Parse($$"""{"schema": {{schema.ReadToEnd()}}}""");
        return RegoPolicy.Compile([], new RegoPolicyOptions { Data = data }).Policy!.Prepare("json.match_schema(input, data.schema)[1]").Query!;
    }
}
