using System.Globalization;
using System.Text;

namespace Bouncer.Cli;

/// <summary>
/// Text of policies and manifests, made fit for a terminal: letters of all scripts and line breaks stay, and what moves the cursor,
/// sets colours or turns the direction of writing is shown by its code point.
/// </summary>
internal static class TerminalText
{
    public static string Of(string text)
    {
        if (!text.Any(IsOdd))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsOdd(c))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.ToString();
    }

    /// <summary>The text between double quotes on one line, as Go's %q and JSON have it.</summary>
    public static string Quoted(string text)
        => "\"" + Of(text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal)) + "\"";

    private static bool IsOdd(char c)
        => c is not ('\n' or '\t')
            && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
