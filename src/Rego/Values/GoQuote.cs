using System.Globalization;
using System.Text;

namespace Bouncer.Rego.Values;

/// <summary>Quotes text as Go's strconv.Quote does, which is how OPA prints strings inside other values.</summary>
internal static class GoQuote
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2);
        Append(quoted, text);
        return quoted.ToString();
    }

    public static void Append(StringBuilder quoted, string text, bool asciiOnly = false)
    {
        quoted.Append('"');
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c is >= ' ' and < '\x7F' and not '"' and not '\\')
            {
                quoted.Append(c);
                i++;
                continue;
            }

            var status = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                AppendHex(quoted, 'x', GoText.IsByte(c) ? c & 0xFF : c, 2);
            }
            else
            {
                AppendRune(quoted, rune, '"', asciiOnly);
            }

            i += length;
        }

        quoted.Append('"');
    }

    /// <summary>A rune as Go writes it between quotes.</summary>
    public static void AppendRune(StringBuilder quoted, Rune rune, char quote, bool asciiOnly)
    {
        var escape = rune.Value switch
        {
            '\a' => 'a',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\v' => 'v',
            '\\' => '\\',
            _ when rune.Value == quote => quote,
            _ => '\0',
        };
        if (escape != '\0')
        {
            quoted.Append('\\').Append(escape);
        }
        else if (asciiOnly ? rune.Value is >= 0x20 and < 0x7F : IsPrint(rune))
        {
            quoted.Append(rune.ToString());
        }
        else if (rune.Value < ' ' || rune.Value == 0x7F)
        {
            AppendHex(quoted, 'x', rune.Value, 2);
        }
        else if (rune.Value < 0x10000)
        {
            AppendHex(quoted, 'u', rune.Value, 4);
        }
        else
        {
            AppendHex(quoted, 'U', rune.Value, 8);
        }
    }

    private static void AppendHex(StringBuilder quoted, char kind, int value, int digits)
        => quoted.Append('\\').Append(kind).Append(value.ToString("x" + digits, CultureInfo.InvariantCulture));

    /// <summary>Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and of the spaces only the ASCII one.</summary>
    public static bool IsPrint(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
