using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Bouncer.Rego.Json;

/// <summary>Decodes strings of JSON as Go does: what is no valid Unicode becomes U+FFFD.</summary>
internal static class JsonText
{
    /// <summary>The text of the bytes between the quotes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, bool escaped)
    {
        if (!escaped)
        {
            return Ascii.IsValid(bytes) ? Encoding.Latin1.GetString(bytes) // which checks nothing again
                : Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
                : DecodeInvalid(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var plain = bytes.IndexOf((byte)'\\');
            if (plain != 0)
            {
                var run = plain < 0 ? bytes : bytes[..plain];
                text.Append(Decode(run, escaped: false));
                bytes = bytes[run.Length..];
                continue;
            }

            bytes = bytes[AppendEscape(text, bytes)..];
        }

        return text.ToString();
    }

    private static int AppendEscape(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        if (bytes[1] != 'u')
        {
            text.Append(bytes[1] switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                var same => (char)same,
            });
            return 2;
        }

        var c = Hex(bytes[2..6]);
        if (!char.IsSurrogate(c))
        {
            text.Append(c);
            return 6;
        }

        // A high surrogate needs its low one right behind; alone either becomes U+FFFD, and what follows stays.
        if (char.IsHighSurrogate(c) && bytes.Length >= 12 && bytes[6] == '\\' && bytes[7] == 'u')
        {
            var low = Hex(bytes[8..12]);
            if (char.IsLowSurrogate(low))
            {
                text.Append(c).Append(low);
                return 12;
            }
        }

        text.Append('\uFFFD');
        return 6;
    }

    private static char Hex(ReadOnlySpan<byte> digits) => (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string DecodeInvalid(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) != OperationStatus.Done)
            {
                length = 1; // Go replaces byte by byte
                rune = Rune.ReplacementChar;
            }

            text.Append(pair[..rune.EncodeToUtf16(pair)]);
            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
