using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Bouncer.Admission.Http;

/// <summary>Writes a JSON answer with its length, so that HTTP/1.1 needs no chunks.</summary>
public static class JsonAnswer
{
    /// <summary>The largest buffer that a thread keeps. An answer carries the caller's uid, and one caller with a uid of
    /// megabytes must not cost every thread as much for ever.</summary>
    private const int MaxKept = 64 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) t_writer;

    /// <summary>The memory that this thread keeps for its next answer.</summary>
    internal static int KeptBytes => t_writer.Buffer?.Capacity ?? 0;

    /// <summary>Writes a value as the whole answer.</summary>
    public static Task WriteAsync<T>(HttpResponse response, int statusCode, T value, JsonTypeInfo<T> type)
    {
        Serialize(response, statusCode, value, type);
        return FlushAsync(response.BodyWriter);
    }

    /// <summary>Writes a template with its strings as the whole answer.</summary>
    /// <param name="response">The response.</param>
    /// <param name="statusCode">Its status.</param>
    /// <param name="template">The template.</param>
    /// <param name="strings">Its strings.</param>
    /// <param name="length">How many bytes it has with them.</param>
    internal static Task WriteAsync(HttpResponse response, int statusCode, JsonTemplate template, ReadOnlySpan<string> strings, int length)
    {
        Begin(response, statusCode, length);
        template.Write(response.BodyWriter.GetSpan(length), strings);
        response.BodyWriter.Advance(length);
        return FlushAsync(response.BodyWriter);
    }

    private static void Begin(HttpResponse response, int statusCode, int length)
    {
        response.StatusCode = statusCode;
        response.ContentType = "application/json";
        response.ContentLength = length;
    }

    /// <summary>Without a token: the connection ends the flush when its caller goes away, and Kestrel makes a token source
    /// for every request that asks for one.</summary>
    private static async Task FlushAsync(PipeWriter body) => await body.FlushAsync();

    /// <summary>Synchronous, so that the thread's buffer is free again when this returns.</summary>
    private static void Serialize<T>(HttpResponse response, int statusCode, T value, JsonTypeInfo<T> type)
    {
        var (buffer, json) = t_writer;
        if (buffer is null)
        {
            buffer = new ArrayBufferWriter<byte>(512);
            // Escaped as JSON must be and no further: people read these answers too.
            json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            t_writer = (buffer, json);
        }

        try
        {
            JsonSerializer.Serialize(json, value, type);
            json.Flush();
            Begin(response, statusCode, buffer.WrittenCount);
            response.BodyWriter.Write(buffer.WrittenSpan);
        }
        finally
        {
            buffer.ResetWrittenCount();
            json.Reset(buffer);
            if (buffer.Capacity > MaxKept)
            {
                t_writer = default;
            }
        }
    }
}
