using System.Text.Json;

namespace Bouncer.Admission.Http;

/// <summary>Errors of JSON in words for people: the place and the problem, nothing of the body's own text.</summary>
internal static class JsonErrors
{
    /// <summary>The deepest nesting that is read. Pods need about 20.</summary>
    public const int MaxDepth = 512;

    /// <summary>What to say of an <see cref="InvalidOperationException"/> of the reader, which it throws when it compares a
    /// field name that holds half a surrogate pair.</summary>
    public const string FieldName = "the body has a field name that is not valid Unicode";

    /// <summary>Describes why a body is not JSON.</summary>
    public static string Describe(JsonException error)
    {
        if (error.InnerException is InvalidOperationException)
        {
            return FieldName;
        }

        var what = error.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? $"is nested deeper than {MaxDepth} levels"
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
