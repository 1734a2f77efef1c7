using System.Runtime.CompilerServices;
using System.Text.Json;
using Bouncer.Json;

namespace Bouncer.Admission.Http;

/// <summary>
/// Walks through the fields of one JSON object, straight over the body's bytes; decoding is most of the work of a review,
/// and a serializer takes twice as long. Lenient as Kubernetes is (unknown fields are skipped, null is as good as absent),
/// strict where readers could differ (a known field that comes twice, a value of another type).
/// </summary>
internal struct JsonFields
{
    private readonly string _path;
    private Names _seen;
    private int _count;

    private JsonFields(string path)
    {
        _path = path;
    }

    /// <summary>Enters the object at which the reader stands.</summary>
    /// <returns>False if there is null instead.</returns>
    /// <exception cref="MalformedBodyException">There is anything else.</exception>
    public static bool TryEnter(ref JsonReader json, string path, out JsonFields fields)
    {
        fields = new JsonFields(path);
        return json.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.Null => false,
            _ => throw new MalformedBodyException($"{(path.Length == 0 ? "the body" : path)} is not an object"),
        };
    }

    /// <summary>Moves to the next field's name; false at the object's end.</summary>
    public static bool Next(ref JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves from a known field's name to its value.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="name">The field, as a literal.</param>
    public void Enter(ref JsonReader json, string name)
    {
        json.Read();
        foreach (var seen in _seen[.._count])
        {
            if (ReferenceEquals(seen, name))
            {
                throw new MalformedBodyException($"{PathOf(name)} comes twice");
            }
        }

        _seen[_count++] = name;
    }

    /// <summary>Reads a known field's string; null if it is null.</summary>
    public string? String(ref JsonReader json, string name)
    {
        Enter(ref json, name);
        return ReadString(ref json, _path, null, name);
    }

    /// <summary>Reads a known field's truth value; null if it is null.</summary>
    public bool? Boolean(ref JsonReader json, string name)
    {
        Enter(ref json, name);
        return json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => null,
            _ => throw new MalformedBodyException($"{PathOf(name)} is not true or false"),
        };
    }

    /// <summary>Skips an unknown field with its value.</summary>
    public static void Skip(ref JsonReader json) => json.Skip();

    /// <summary>Reads the string at which the reader stands; null if there is null.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="path">The path of the object, or of the list that it is an element of.</param>
    /// <param name="index">The place in that list; null if there is no list.</param>
    /// <param name="name">The field.</param>
    public static string? ReadString(ref JsonReader json, string path, int? index, string name)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var problem = "is not a string";
        if (json.TokenType == JsonTokenType.String)
        {
            try
            {
                return json.GetString();
            }
            catch (InvalidOperationException)
            {
                // Neither bytes outside UTF-8 nor half a surrogate pair can be asked for without an exception.
                problem = "is not valid Unicode";
            }
        }

        throw new MalformedBodyException($"{Join(index is null ? path : $"{path}[{index}]", name)} {problem}");
    }

    private readonly string PathOf(string name) => Join(_path, name);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>As many as the object with the most known fields has.</summary>
    [InlineArray(9)]
    private struct Names
    {
        private string _name;
    }
}

/// <summary>A body is JSON and not what it should be. The message says where and what.</summary>
internal sealed class MalformedBodyException(string message) : Exception(message);
