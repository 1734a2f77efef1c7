using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Bouncer.ServiceDefaults.JsonLines;

/// <summary>A record of the log as a line of JSON: what .NET's own JSON console writes, in bytes from the start. One for each thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A writer over a buffer holds nothing to give back, and its thread keeps it.")]
internal sealed class JsonLine
{
    private static readonly JsonWriterOptions s_options = new()
    {
        // Escaped as JSON must be, and no further: quotes and image names stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly JsonEncodedText s_timestamp = JsonEncodedText.Encode("Timestamp");
    private static readonly JsonEncodedText s_eventId = JsonEncodedText.Encode("EventId");
    private static readonly JsonEncodedText s_level = JsonEncodedText.Encode("LogLevel");
    private static readonly JsonEncodedText s_category = JsonEncodedText.Encode("Category");
    private static readonly JsonEncodedText s_message = JsonEncodedText.Encode("Message");
    private static readonly JsonEncodedText s_exception = JsonEncodedText.Encode("Exception");
    private static readonly JsonEncodedText s_state = JsonEncodedText.Encode("State");
    private static readonly JsonEncodedText[] s_levels = [.. Enum.GetNames<LogLevel>().Select(name => JsonEncodedText.Encode(name))];

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private readonly Utf8JsonWriter _json;

    public JsonLine() => _json = new(_buffer, s_options);

    /// <summary>Writes a record.</summary>
    /// <returns>The line with its end, until the next one is written.</returns>
    public ReadOnlySpan<byte> Write<TState>(
        DateTimeOffset time, string category, LogLevel level, EventId id, TState state, Exception? exception, string message)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        WriteTime(time);
        _json.WriteNumber(s_eventId, id.Id);
        _json.WriteString(s_level, s_levels[(int)level]);
        _json.WriteString(s_category, category);
        _json.WriteString(s_message, message);
        if (exception is not null)
        {
            _json.WriteString(s_exception, exception.ToString());
        }

        if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            _json.WriteStartObject(s_state);
            for (var i = 0; i < fields.Count; i++)
            {
                WriteField(fields[i]);
            }

            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
        return _buffer.WrittenSpan;
    }

    private void WriteTime(DateTimeOffset time)
    {
        Span<char> text = stackalloc char[24];
        time.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _json.WriteString(s_timestamp, text[..length]);
    }

    private void WriteField(KeyValuePair<string, object?> field)
    {
        var (name, value) = field;
        switch (value)
        {
            case null:
                _json.WriteNull(name);
                break;
            case string text:
                _json.WriteString(name, text);
                break;
            case bool truth:
                _json.WriteBoolean(name, truth);
                break;
            case int number:
                _json.WriteNumber(name, number);
                break;
            case long number:
                _json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                _json.WriteNumber(name, number);
                break;
            default:
                _json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
