using System.Text;
using System.Text.Json;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi;

/// <summary>A page of a list.</summary>
/// <param name="Items">The objects, each with its apiVersion and kind and with memory of its own.</param>
/// <param name="Unreadable">What is wrong with items that cannot be read.</param>
/// <param name="ResourceVersion">The state that was listed: a watch goes on from there.</param>
/// <param name="Continue">The token of the next page; empty on the last.</param>
public sealed record ListPage(IReadOnlyList<RegoObject> Items, IReadOnlyList<string> Unreadable, string ResourceVersion, string Continue)
{
    // An item that nests too deeply is unreadable alone; the reader does not recurse.
    private static readonly JsonReaderOptions s_anyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads a page. Items are copied out of it and read alone, so that one that is kept does not keep the page.</summary>
    /// <exception cref="JsonException">It is no list.</exception>
    public static ListPage Read(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, s_anyDepth);
        var kind = "";
        var apiVersion = "";
        var resourceVersion = "";
        var next = "";
        List<Range> items = [];
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                ReadItems(ref reader, items);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                (resourceVersion, next) = ReadMetadata(ref reader);
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                kind = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("apiVersion"u8))
            {
                apiVersion = ReadText(ref reader);
            }
            else
            {
                Skip(ref reader);
            }
        }

        // Items of built-in lists do not say what they are: the list does.
        const string list = "List";
        var head = kind.EndsWith(list, StringComparison.Ordinal)
            ? $$"""{"apiVersion":"{{JsonEncodedText.Encode(apiVersion)}}","kind":"{{JsonEncodedText.Encode(kind[..^list.Length])}}","""
            : "{";
        return Of(body, items, Encoding.UTF8.GetBytes(head), resourceVersion, next);
    }

    private static ListPage Of(ReadOnlyMemory<byte> body, List<Range> items, byte[] head, string resourceVersion, string next)
    {
        List<RegoObject> read = new(items.Count);
        List<string> unreadable = [];
        foreach (var range in items)
        {
            try
            {
                var item = body[range].Span;
                // An item's own apiVersion and kind come later and count, as the last of doubled names.
                var text = item[1..].TrimStart(" \t\r\n"u8)[0] == '}' ? item.ToArray() : [.. head, .. item[1..]];
                read.Add((RegoObject)RegoJson.Parse(text));
            }
            catch (Exception e) when (e is JsonException or ValueTooDeepException)
            {
                unreadable.Add(e.Message);
            }
        }

        return new(read, unreadable, resourceVersion, next);
    }

    private static void ReadItems(ref Utf8JsonReader reader, List<Range> items)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("the list's items are no array");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(start..(int)reader.BytesConsumed);
        }
    }

    private static (string ResourceVersion, string Continue) ReadMetadata(ref Utf8JsonReader reader)
    {
        var resourceVersion = "";
        var next = "";
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("resourceVersion"u8))
            {
                resourceVersion = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("continue"u8))
            {
                next = ReadText(ref reader);
            }
            else
            {
                Skip(ref reader);
            }
        }

        return (resourceVersion, next);
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException($"the answer is no list: {type} was expected");
        }
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        reader.Skip();
        return "";
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
