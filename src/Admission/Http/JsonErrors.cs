using System.Text.Json;
using Bouncer.Json;

namespace Bouncer.Admission.Http;

/// <summary>Errors of JSON in words for people: the place and the problem, nothing of the body's own text.</summary>
internal static class JsonErrors
{
    /// <summary>Whether an exception means that a body is wrong, and nothing else.</summary>
    public static bool IsOfBody(Exception error) => error is MalformedBodyException or JsonException or InvalidOperationException;

    /// <summary>Describes why a body could not be read.</summary>
    public static string Describe(Exception error) => error switch
    {
        MalformedBodyException => error.Message,
        JsonException { InnerException: null } json => Describe(json),
        // What JsonReader throws on comparing a field name that holds half a surrogate pair.
        _ => "a field name is not valid Unicode",
    };

    private static string Describe(JsonException error)
    {
        var what = error.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? $"is nested deeper than {JsonReader.MaxDepth} levels"
            : "is not valid JSON";
        return $"the body {what} (line {(error.LineNumber ?? 0) + 1}, byte {(error.BytePositionInLine ?? 0) + 1})";
    }

    /// <summary>What a body claims to be, bounded and without control characters.</summary>
    public static string KindOf(string? kind, string? apiVersion)
        => string.IsNullOrEmpty(kind) ? "of no kind" : $"{Bounded(kind)} of {(string.IsNullOrEmpty(apiVersion) ? "no version" : Bounded(apiVersion))}";

    private static string Bounded(string text)
    {
        const int Max = 100;
        var shown = text.Length > Max ? text[..Max] + "..." : text;
        return string.Create(shown.Length, shown, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
            }
        });
    }
}
