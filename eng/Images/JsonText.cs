using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bouncer.Images;

/// <summary>Documents as bytes. Nobody puts them into HTML: "+" stays "+", as it stands in media types.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions s_indented = new(s_compact) { WriteIndented = true, NewLine = "\n" };

    /// <summary>A document for programs.</summary>
    public static byte[] Compact(JsonNode document) => JsonSerializer.SerializeToUtf8Bytes(document, s_compact);

    /// <summary>A document that people read as well.</summary>
    public static byte[] Indented(JsonNode document) => [.. JsonSerializer.SerializeToUtf8Bytes(document, s_indented), (byte)'\n'];
}
