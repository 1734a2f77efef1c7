using System.Globalization;
using System.Runtime.CompilerServices;
using Bouncer.Constraints.Reading;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Schemas;

/// <summary>
/// Holds values to schemas, in the words of an API server (kube-openapi/pkg/validation). <c>format</c> and
/// <c>x-kubernetes-validations</c> are checked by API servers alone, of which <see cref="SchemaReader"/> warns.
/// </summary>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="unknown">Refuses fields that the schema does not have.</param>
internal sealed partial class SchemaValidator(ProblemList problems, UnknownFields unknown)
{
    /// <summary>Knows no field that belongs elsewhere.</summary>
    public static UnknownFields NoPlaces { get; } = new(new Dictionary<string, string>());

    /// <summary>Checks a value.</summary>
    /// <param name="value">The value, with its defaults.</param>
    /// <param name="node">The schema.</param>
    /// <param name="path">The value's path; empty for the document itself.</param>
    public void Validate(RegoValue value, SchemaNode node, string path)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value is RegoNull && node.IsNullable)
        {
            return;
        }

        if (!HasType(value, node))
        {
            var expected = node.IsIntOrString ? "integer or string" : node.Type;
            Add(path, $"Invalid value: \"{value.TypeName}\": {path} in body must be of type {expected}: \"{value.TypeName}\"");
            return;
        }

        CheckEnum(value, node, path);
        switch (value)
        {
            case RegoString text:
                CheckText(text, node, path);
                break;
            case RegoNumber number:
                CheckNumber(number, node, path);
                break;
            case RegoArray array:
                CheckArray(array, node, path);
                break;
            case RegoObject obj:
                CheckObject(obj, node, path);
                break;
        }

        CheckAlternatives(value, node, path);
    }

    private static bool HasType(RegoValue value, SchemaNode node)
    {
        if (node.IsIntOrString)
        {
            return value is RegoString || IsInteger(value);
        }

        return node.Type switch
        {
            "" => true,
            "integer" => IsInteger(value),
            _ => value.TypeName == node.Type,
        };
    }

    private static bool IsInteger(RegoValue value) => value is RegoNumber number && (number.TryGetInt64(out _) || double.IsInteger(number.ToDouble()));

    private void CheckEnum(RegoValue value, SchemaNode node, string path)
    {
        if (node.Enum is { } allowed && !allowed.Contains(value))
        {
            Add(path, $"Unsupported value: {Shown.Value(value)}: supported values: {string.Join(", ", allowed.Take(20).Select(Shown.Value))}");
        }
    }

    private void CheckArray(RegoArray array, SchemaNode node, string path)
    {
        CheckCount(array.Count, node.MinItems, node.MaxItems, "items", path);
        if (node.Items is { } items)
        {
            for (var i = 0; i < array.Count; i++)
            {
                Validate(array[i], items, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
            }
        }
    }

    private void CheckObject(RegoObject obj, SchemaNode node, string path)
    {
        CheckCount(obj.Count, node.MinProperties, node.MaxProperties, "properties", path);
        foreach (var required in node.Required)
        {
            if (!obj.TryGet(required, out _))
            {
                Add(PathOf(path, required), "Required value");
            }
        }

        foreach (var (key, value) in obj)
        {
            var name = (key as RegoString)?.Value ?? "";
            if (node.Properties.TryGetValue(name, out var property))
            {
                Validate(value, property, PathOf(path, name));
            }
            else if (node.AdditionalProperties is { } additional)
            {
                Validate(value, additional, PathOf(path, Shown.Plain(name)));
            }
            else if (node.RefusesUnknownFields && !IsOfEveryObject(name, node, path))
            {
                unknown.Refuse(name, PathOf(path, name), node.Properties.Keys, problems);
            }
        }
    }

    private static bool IsOfEveryObject(string name, SchemaNode node, string path)
        => (path.Length == 0 || node.IsEmbeddedResource) && name is "apiVersion" or "kind" or "metadata";

    private void CheckCount(int count, long? min, long? max, string what, string path)
    {
        if (count < min)
        {
            Add(path, $"Invalid value: {count}: {path} in body should have at least {min} {what}");
        }

        if (count > max)
        {
            Add(path, $"Too many: {count}: must have at most {max} {what}");
        }
    }

    private static string PathOf(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void Add(string path, string message) => problems.Add(ProblemCode.Schema, $"{path}: {message}", path);
}
