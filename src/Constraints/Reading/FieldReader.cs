using System.Globalization;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reading;

/// <summary>Reads the fields of an object that may hold anything. What has a wrong type is a problem and reads as absent, and so does
/// null, as in Kubernetes.</summary>
internal sealed class FieldReader(RegoObject document, string path, ProblemList problems)
{
    /// <summary>The object.</summary>
    public RegoObject Document => document;

    /// <summary>Its path; empty for the document itself.</summary>
    public string Path => path;

    /// <summary>Where problems go.</summary>
    public ProblemList Problems => problems;

    /// <summary>The path of a field.</summary>
    public string PathOf(string field) => path.Length == 0 ? field : $"{path}.{field}";

    /// <summary>The value of a field; null if there is none.</summary>
    public RegoValue? Value(string field) => document.TryGet(field, out var value) && value is not RegoNull ? value : null;

    /// <summary>The object in a field.</summary>
    public FieldReader? Object(string field) => Read<RegoObject>(field, "an object") is { } value ? new FieldReader(value, PathOf(field), problems) : null;

    /// <summary>The text in a field.</summary>
    public string? Text(string field) => Read<RegoString>(field, "a string")?.Value;

    /// <summary>The truth value in a field.</summary>
    public bool? Boolean(string field) => Read<RegoBoolean>(field, "a boolean") is { } value ? value.Value : null;

    /// <summary>The number in a field.</summary>
    public RegoNumber? Number(string field) => Read<RegoNumber>(field, "a number");

    /// <summary>The number of things in a field; null if there is none.</summary>
    public long? Count(string field)
    {
        if (Number(field) is not { } number)
        {
            return null;
        }

        if (number.TryGetInt64(out var count) && count >= 0)
        {
            return count;
        }

        problems.Add(ProblemCode.Conversion, $"{PathOf(field)} must be a number of things, but is {Shown.Value(number)}", PathOf(field));
        return null;
    }

    /// <summary>The values of the list in a field; null if there is no list.</summary>
    public RegoArray? Array(string field) => Read<RegoArray>(field, "an array");

    /// <summary>The objects of the list in a field; null if there is no list.</summary>
    public IReadOnlyList<FieldReader>? Objects(string field)
        => Items<RegoObject>(field, "an object") is { } items ? [.. items.Select(i => new FieldReader(i.Value, i.Path, problems))] : null;

    /// <summary>The texts of the list in a field, with their paths; null if there is no list.</summary>
    public IReadOnlyList<(string Value, string Path)>? Texts(string field)
        => Items<RegoString>(field, "a string") is { } items ? [.. items.Select(i => (i.Value.Value, i.Path))] : null;

    /// <summary>Refuses all fields but some.</summary>
    public void Only(UnknownFields unknown, params ReadOnlySpan<string> known)
    {
        foreach (var (key, _) in document)
        {
            if (key is RegoString name && !known.Contains(name.Value))
            {
                unknown.Refuse(name.Value, PathOf(name.Value), [.. known], problems);
            }
        }
    }

    private List<(T Value, string Path)>? Items<T>(string field, string expected)
        where T : RegoValue
    {
        if (Read<RegoArray>(field, "an array") is not { } array)
        {
            return null;
        }

        var items = new List<(T, string)>();
        for (var i = 0; i < array.Count; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{PathOf(field)}[{i}]");
            if (array[i] is T item)
            {
                items.Add((item, place));
            }
            else
            {
                AddWrongType(place, expected, array[i]);
            }
        }

        return items;
    }

    private T? Read<T>(string field, string expected)
        where T : RegoValue
    {
        var value = Value(field);
        if (value is not null and not T)
        {
            AddWrongType(PathOf(field), expected, value);
        }

        return value as T;
    }

    private void AddWrongType(string place, string expected, RegoValue value)
        => problems.Add(ProblemCode.Conversion, $"{place} must be {expected}, but is {TypeOf(value)}", place);

    private static string TypeOf(RegoValue value) => value switch
    {
        RegoNull => "null",
        RegoArray or RegoObject => $"an {value.TypeName}",
        _ => $"a {value.TypeName}",
    };
}
