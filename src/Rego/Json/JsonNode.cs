using Bouncer.Rego.Values;

namespace Bouncer.Rego.Json;

/// <summary>An array of a JSON text, decoded when it is asked for.</summary>
internal readonly record struct JsonNode(JsonTape Tape, int Row)
{
    /// <summary>Makes all items; those that are containers decode their own items later.</summary>
    public void DecodeItems(RegoArray array, RegoValue?[] items)
    {
        var row = Row + 1;
        for (var i = 0; i < items.Length; i++)
        {
            items[i] ??= Tape.Decode(row, array.Depth - 1);
            row = Tape.After(row);
        }
    }
}
