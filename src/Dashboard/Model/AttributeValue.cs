using System.Globalization;

namespace Bouncer.Dashboard.Model;

/// <summary>The value of an attribute or the body of a log record: OTLP's <c>AnyValue</c>.</summary>
/// <param name="Value">A string, bool, long, double, byte[], a list of <see cref="AttributeValue"/> or of
/// <see cref="KeyValue"/>; null for no value.</param>
public readonly record struct AttributeValue(object? Value)
{
    /// <summary>The value as people read it: texts as they are, lists in brackets, bytes in base64.</summary>
    public override string ToString() => Value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToBase64String(bytes),
        IReadOnlyList<AttributeValue> values => $"[{string.Join(", ", values)}]",
        IReadOnlyList<KeyValue> attributes => $"{{{string.Join(", ", attributes.Select(a => $"{a.Key}: {a.Value}"))}}}",
        var number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>A name and a value: an attribute.</summary>
public readonly record struct KeyValue(string Key, AttributeValue Value);

/// <summary>Looks into attributes. They are few, so they are looked through.</summary>
public static class KeyValues
{
    /// <summary>The value of an attribute as text; empty if there is no such attribute.</summary>
    public static string Text(this IReadOnlyList<KeyValue> attributes, string key)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Key == key)
            {
                return attribute.Value.ToString();
            }
        }

        return "";
    }
}
