using System.Text.Json;

namespace Bouncer.Admission.Http;

/// <summary>Errors of JSON in words for people: the place and the problem, no type names, nothing of the body's own text.</summary>
public static class JsonErrors
{
    /// <summary>Describes what System.Text.Json had against a body.</summary>
    public static string Describe(JsonException error)
    {
        var line = (error.LineNumber ?? 0) + 1;
        var column = (error.BytePositionInLine ?? 0) + 1;
        var where = $"line {line}, byte {column}";

        return error.InnerException switch
        {
            // Not the reader's: the JSON is well formed and says something else than it should.
            null => $"{Path(error.Path)} has the wrong type or comes twice ({where})",
            InvalidOperationException => $"{Path(error.Path)} is not a valid string ({where})",
            { Message: var message } when message.Contains("maximum configured depth", StringComparison.Ordinal)
                => $"the body is nested too deeply ({where})",
            _ => $"the body is not valid JSON ({where})",
        };
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

    private static string Path(string? path)
        => string.IsNullOrEmpty(path) || path == "$" ? "the body" : Bounded(path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path);
}
