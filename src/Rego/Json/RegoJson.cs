using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Json;

/// <summary>
/// Values from JSON and back. Reading checks the whole text at once and decodes what is asked for later; numbers keep the text they
/// were written with; of doubled names the last counts. Writing is deterministic: members by the bytes of their names, as in OPA.
/// </summary>
public static class RegoJson
{
    /// <summary>The longest text that is read: positions are held in few bytes.</summary>
    public const int MaxLength = 1 << 28;

    /// <summary>The value of a JSON text.</summary>
    /// <param name="utf8">The text. The value reads from these bytes later: they must not change as long as it lives.</param>
    /// <exception cref="JsonException">The text is not one JSON value; the message is Go's.</exception>
    /// <exception cref="ValueTooDeepException">The text nests too deeply.</exception>
    public static RegoValue Parse(ReadOnlyMemory<byte> utf8)
        => TryParse(utf8, out var value, out var error) ? value : throw new JsonException(error);

    /// <summary>The value of a JSON text.</summary>
    public static RegoValue Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>The value of a JSON text, or what Go says is wrong with it.</summary>
    /// <param name="utf8">The text. The value reads from these bytes later: they must not change as long as it lives.</param>
    /// <param name="value">The value.</param>
    /// <param name="error">Go's message.</param>
    /// <exception cref="ValueTooDeepException">The text nests too deeply.</exception>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out RegoValue? value, [NotNullWhen(false)] out string? error)
    {
        value = TryRead(utf8, isPooled: false, out var tape, out error) ? tape.Decode(0, tape.Depth) : null;
        return value is not null;
    }

    internal static bool TryRead(
        ReadOnlyMemory<byte> utf8, bool isPooled, [NotNullWhen(true)] out JsonTape? tape, [NotNullWhen(false)] out string? error)
    {
        tape = null;
        if (utf8.Length > MaxLength)
        {
            error = $"JSON of {utf8.Length} bytes is too long; {MaxLength} are read at most";
            return false;
        }

        try
        {
            tape = JsonTape.Read(utf8, RegoValue.MaxDepth, isPooled);
            error = null;
            return true;
        }
        catch (JsonException)
        {
            error = GoJsonErrors.Describe(utf8.Span);
            return false;
        }
    }

    /// <summary>A value as JSON: sets as arrays, keys that are no text as their JSON text.</summary>
    public static byte[] ToUtf8(RegoValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(buffer, value);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A value as JSON.</summary>
    public static string ToJson(RegoValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(buffer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a value as JSON.</summary>
    public static void Write(IBufferWriter<byte> output, RegoValue value) => new JsonOutput(output, escapeHtml: false).Write(value);

    /// <summary>A value as JSON with &lt;, &gt; and &amp; escaped, as Go's json.Marshal does where nobody tells it not to.</summary>
    internal static string ToEscapedJson(RegoValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        new JsonOutput(buffer, escapeHtml: true).Write(value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
