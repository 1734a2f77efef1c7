using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Bouncer.ImagePolicy.Documents.Source;

/// <summary>
/// The text of a file, once it is known to be text: UTF-8 without the characters that YAML does not allow and that readers
/// take differently. A NUL ends the file for some parsers, and U+2028 starts a new line for some and is a part of a word
/// for others; a policy must not depend on who reads it.
/// </summary>
internal static class SourceText
{
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create(
    [
        .. Enumerable.Range(0, ' ').Select(c => (char)c).Except("\t\n\r"),
        .. Enumerable.Range(0x7F, 0x21).Select(c => (char)c),
        '\u2028', '\u2029', '\uFEFF', '\uFFFE', '\uFFFF',
    ]);

    /// <summary>Decodes a file, without its byte order mark.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> utf8,
        int maxBytes,
        [NotNullWhen(true)] out string? text,
        [NotNullWhen(false)] out SourceError? error)
    {
        text = null;
        if (utf8.Length > maxBytes)
        {
            error = new(0, 0, $"the file has {Number(utf8.Length)} bytes; at most {Number(maxBytes)} are read");
            return false;
        }

        if (utf8 is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            error = new(1, 1, "the file is UTF-16; save it as UTF-8");
            return false;
        }

        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        var chars = new char[utf8.Length];
        var status = Utf8.ToUtf16(utf8, chars, out var read, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            error = At(chars.AsSpan(0, written), written, $"the byte 0x{utf8[read]:X2} is not UTF-8; save the file as UTF-8");
            return false;
        }

        var forbidden = chars.AsSpan(0, written).IndexOfAny(s_forbidden);
        if (forbidden >= 0)
        {
            error = At(chars, forbidden, $"the character U+{(int)chars[forbidden]:X4} is not allowed; remove it");
            return false;
        }

        text = new string(chars, 0, written);
        error = null;
        return true;
    }

    /// <summary>An error at a position of a text.</summary>
    public static SourceError At(ReadOnlySpan<char> text, int position, string message)
    {
        var before = text[..position];
        return new(before.Count('\n') + 1, position - before.LastIndexOf('\n'), message);
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
