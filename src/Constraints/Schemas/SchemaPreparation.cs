using System.Runtime.CompilerServices;
using Bouncer.Constraints.Reading;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Schemas;

/// <summary>
/// Makes of the schema that a template has the one that its CustomResourceDefinition gets: keywords that no API server knows are left
/// out, and with <c>legacySchema</c> whatever has no type, or may have members, takes everything.
/// </summary>
internal sealed class SchemaPreparation(bool isLegacy, ICollection<string> warnings)
{
    /// <summary>The most warnings of one schema.</summary>
    public const int MaxWarnings = 20;

    /// <summary>The schema that takes anything.</summary>
    public static RegoObject Anything { get; } = RegoObject.Create(
        KeyValuePair.Create<RegoValue, RegoValue>(RegoString.Of(SchemaKeywords.PreserveUnknownFields), RegoBoolean.True));

    public RegoObject Prepare(RegoObject schema, string path)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var prepared = new RegoObject.Builder(schema.Count + 1);
        foreach (var (key, value) in schema)
        {
            var keyword = ((key as RegoString)?.Value) ?? "";
            if (!SchemaKeywords.Known.Contains(keyword))
            {
                Ignore(keyword, path);
            }
            else if (value is not RegoNull)
            {
                prepared.Set(key, Inner(keyword, value, path));
            }
        }

        if (isLegacy)
        {
            Loosen(prepared);
        }

        return prepared.Build();
    }

    private RegoValue Inner(string keyword, RegoValue value, string path) => (keyword, value) switch
    {
        ("properties", RegoObject properties) => Properties(properties, path),
        ("items" or "additionalProperties", RegoObject schema) => Prepare(schema, $"{path}.{keyword}"),
        _ => value,
    };

    private RegoObject Properties(RegoObject properties, string path)
    {
        var prepared = new RegoObject.Builder(properties.Count);
        foreach (var (name, value) in properties)
        {
            prepared.Set(name, value is RegoObject schema ? Prepare(schema, SchemaReader.PropertyPath(path, name)) : value);
        }

        return prepared.Build();
    }

    private static void Loosen(RegoObject.Builder schema)
    {
        var type = schema.TryGet(RegoString.Of("type"), out var value) ? (value as RegoString)?.Value : "";
        if (type is "" or "object" && !schema.TryGet(RegoString.Of(SchemaKeywords.IntOrString), out _))
        {
            schema.TryAdd(RegoString.Of(SchemaKeywords.PreserveUnknownFields), RegoBoolean.True);
        }
        else if (type == "array")
        {
            schema.TryAdd(RegoString.Of("items"), Anything);
        }
    }

    private void Ignore(string keyword, string path)
    {
        if (warnings.Count < MaxWarnings)
        {
            var meant = Spelling.Nearest(keyword, SchemaKeywords.Known) is { } nearest ? $": did you mean {nearest}?" : "";
            warnings.Add($"{Shown.Plain($"{path}.{keyword}")} is ignored, it is no keyword of schemas{meant}");
        }
    }
}
