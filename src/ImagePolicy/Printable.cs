using System.Globalization;
using System.Text;

namespace Bouncer.ImagePolicy;

/// <summary>
/// Text that a stranger wrote, made fit for a message, a log line or a terminal: printable ASCII stays, everything else
/// is shown by its code point, and what is too long is cut. Look-alike letters become visible that way.
/// </summary>
public static class Printable
{
    /// <summary>The most characters of a text that a message shows. Any real image reference is shorter than twice this.</summary>
    public const int MaxLength = 512;

    /// <summary>The text itself if it is short printable ASCII, else a version that is.</summary>
    public static string Text(string text, int maxLength = MaxLength) => Show(text, maxLength, escaped: "");

    /// <summary>The text between double quotes, with quotes and backslashes of its own escaped.</summary>
    public static string Quoted(string text, int maxLength = MaxLength) => $"\"{Show(text, maxLength, escaped: "\"\\")}\"";

    /// <param name="text">The text.</param>
    /// <param name="maxLength">Where it is cut, before anything is escaped: a cut may not divide an escape.</param>
    /// <param name="escaped">Characters that a backslash goes before.</param>
    private static string Show(string text, int maxLength, string escaped)
    {
        var firstOdd = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (firstOdd < 0 && text.Length <= maxLength && !text.AsSpan().ContainsAny(escaped))
        {
            return text;
        }

        var shown = new StringBuilder(Math.Min(text.Length, maxLength) + 16);
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, maxLength)))
        {
            if (c is >= ' ' and <= '~')
            {
                shown.Append(escaped.Contains(c) ? "\\" : "").Append(c);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
        }

        if (text.Length > maxLength)
        {
            shown.Append(CultureInfo.InvariantCulture, $"... ({text.Length} characters)");
        }

        return shown.ToString();
    }
}
