using YamlDotNet.Core;

namespace Bouncer.Rego.Builtins.Encoding;

/// <summary>
/// Lets text in double quotes go on in a line that is indented no further than the collection around it. YAML forbids it, Go's readers
/// and so kubectl take it, and templates out there are written like that. YamlDotNet has no switch for it, so the line is indented and
/// the text read again: blanks at the beginning of such a line are no part of the value.
/// </summary>
internal static class QuotedLines
{
    private const int MaxLines = 100;
    private const string Message = "While scanning a multi-line double-quoted scalar, found wrong indentation.";

    /// <summary>What is read from the text, or from what it becomes with lines indented.</summary>
    public static T Read<T>(string text, Func<string, T> read)
    {
        for (var lines = 0; ; lines++)
        {
            try
            {
                return read(text);
            }
            catch (YamlException wrong) when (lines < MaxLines && wrong.Message.EndsWith(Message, StringComparison.Ordinal))
            {
                text = text.Insert(StartOf((int)wrong.End.Line, text), new string(' ', (int)wrong.Start.Column));
            }
        }
    }

    /// <summary>Where a line begins, counted from 1.</summary>
    private static int StartOf(int line, string text)
    {
        var start = 0;
        for (var at = 1; at < line; at++)
        {
            start = text.IndexOf('\n', start) + 1;
        }

        return start;
    }
}
