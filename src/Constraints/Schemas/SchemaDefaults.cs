using System.Runtime.CompilerServices;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Schemas;

/// <summary>
/// What an API server makes of a document before it is checked: fields that are null and may not be are left out, and missing fields
/// that have a default get it (apiextensions-apiserver/pkg/apiserver/schema/defaulting).
/// </summary>
internal static class SchemaDefaults
{
    /// <summary>The value with defaults; the same object if nothing changes.</summary>
    public static RegoValue Apply(RegoValue value, SchemaNode node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return value switch
        {
            RegoObject obj => Apply(obj, node),
            RegoArray array when node.Items is { } items => Apply(array, items),
            _ => value,
        };
    }

    private static RegoObject Apply(RegoObject obj, SchemaNode node)
    {
        var result = new RegoObject.Builder(obj.Count);
        var isChanged = false;
        foreach (var (key, value) in obj)
        {
            var member = key is RegoString name && node.Properties.TryGetValue(name.Value, out var property) ? property : node.AdditionalProperties;
            if (value is RegoNull && member is { IsNullable: false })
            {
                isChanged = true;
                continue;
            }

            var applied = member is null ? value : Apply(value, member);
            isChanged |= !ReferenceEquals(applied, value);
            result.Set(key, applied);
        }

        foreach (var (name, property) in node.Properties)
        {
            if (property.Default is not null && !result.TryGet(RegoString.Of(name), out _))
            {
                isChanged = true;
                result.Set(name, Apply(property.Default, property));
            }
        }

        return isChanged ? result.Build() : obj;
    }

    private static RegoArray Apply(RegoArray array, SchemaNode items)
    {
        var applied = array.Select(item => Apply(item, items)).ToArray();
        return applied.Zip(array).All(pair => ReferenceEquals(pair.First, pair.Second)) ? array : RegoArray.Create(applied);
    }
}
