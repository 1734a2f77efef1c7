using System.Buffers;
using YamlDotNet.Core;

namespace Bouncer.ImagePolicy.Documents.Source;

/// <summary>Words for what the YAML parser refuses: the usual slips by name, the rest in the parser's words.</summary>
internal static class YamlErrors
{
    private static readonly SearchValues<char> s_wordEnd = SearchValues.Create(" \t\r\n,]}");

    private const string Invalid = "this is not valid YAML: ";

    public static SourceError Of(YamlException exception, string text)
    {
        var start = (int)exception.Start.Index;
        if (exception.Message.Contains("tab", StringComparison.Ordinal) && FindTab(text, start) is { } tab)
        {
            return SourceText.At(text, tab, Invalid + "a tab cannot indent; write spaces");
        }

        var message = start < text.Length && text[start] is '*' or '&' or '!' or '@' or '`' or '%'
            ? $"this is not valid YAML: a text that starts with '{text[start]}' needs quotes; write \"{Word(text, start)}\""
            : Invalid + Printable.Text(exception.Message.TrimEnd('.'));
        return new((int)exception.Start.Line, (int)exception.Start.Column, message);
    }

    /// <summary>For the errors that the parser meets without noticing them as its own.</summary>
    public static SourceError After(Mark last)
        => new((int)last.Line, (int)last.Column, Invalid + "look after this place for a bracket or a quote that is not closed, or a wrong escape");

    /// <summary>The first tab that indents a line. The parser reports the value or the mapping before that line.</summary>
    private static int? FindTab(string text, int start)
    {
        for (var line = text.IndexOf('\n', start); line >= 0; line = text.IndexOf('\n', line + 1))
        {
            var first = text.AsSpan(line + 1).IndexOfAnyExcept(' ');
            if (first >= 0 && text[line + 1 + first] == '\t')
            {
                return line + 1 + first;
            }
        }

        return null;
    }

    private static string Word(string text, int start)
    {
        var word = text.AsSpan(start);
        var end = word.IndexOfAny(s_wordEnd);
        return Printable.Text((end < 0 ? word : word[..end]).ToString(), 80);
    }
}
