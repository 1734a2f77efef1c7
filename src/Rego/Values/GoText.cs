using System.Buffers;
using System.Text;

namespace Bouncer.Rego.Values;

/// <summary>
/// What Go's strings (bytes, by custom UTF-8) and .NET's (UTF-16) must agree on. A byte that is no part of a character stands in
/// a .NET string as a lone surrogate U+DC80 to U+DCFF, so that base64, hex and hashes of binary text come out as in OPA.
/// </summary>
internal static class GoText
{
    private const char ByteMark = '\uDC00';

    /// <summary>Whether a char stands for a byte that is part of no character. Only where no high surrogate is before it.</summary>
    public static bool IsByte(char c) => c is >= '\uDC80' and <= '\uDCFF';

    /// <summary>The text of bytes as Go would hold it.</summary>
    public static string FromUtf8(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                // Go takes one byte at a time here, where .NET skips the longest beginning of a character.
                text.Append((char)(ByteMark + bytes[0]));
                length = 1;
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes Go would hold for a text.</summary>
    public static byte[] ToUtf8(string text)
    {
        if (!HasLoneSurrogate(text))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new List<byte>(text.Length + 8);
        Span<byte> buffer = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != OperationStatus.Done && IsByte(text[i]))
            {
                bytes.Add((byte)(text[i] - ByteMark));
            }
            else
            {
                bytes.AddRange(buffer[..rune.EncodeToUtf8(buffer)]);
            }

            i += length;
        }

        return [.. bytes];
    }

    /// <summary>The text with U+FFFD for every byte that is part of no character: what Go writes into JSON.</summary>
    public static string WithoutBytes(string text)
    {
        if (!HasLoneSurrogate(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>Whether a text holds a surrogate that is not half of a pair.</summary>
    public static bool HasLoneSurrogate(string text)
    {
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
            {
                return true;
            }

            rest = rest[(at + 2)..];
        }

        return false;
    }

    /// <summary>Whether a text has characters that need two chars.</summary>
    public static bool HasSurrogates(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    /// <summary>How many characters (runes) Go counts in a text.</summary>
    public static int CountRunes(string text)
    {
        var count = text.Length;
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAnyInRange('\uD800', '\uDBFF'); at >= 0; at = rest.IndexOfAnyInRange('\uD800', '\uDBFF'))
        {
            count -= at + 1 < rest.Length && char.IsLowSurrogate(rest[at + 1]) ? 1 : 0;
            rest = rest[(at + 1)..];
        }

        return count;
    }

    /// <summary>Compares two texts by their UTF-8 bytes, which is by code point.</summary>
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var a = left[same];
        var b = right[same];
        if (a < '\uD800' && b < '\uD800')
        {
            return a.CompareTo(b);
        }

        if (HasLoneSurrogate(left) || HasLoneSurrogate(right))
        {
            return ToUtf8(left).AsSpan().SequenceCompareTo(ToUtf8(right));
        }

        return ByCodePoint(a).CompareTo(ByCodePoint(b));
    }

    /// <summary>Puts surrogates (code points from U+10000) behind U+E000 to U+FFFF, where UTF-16 has them before.</summary>
    private static int ByCodePoint(char c) => c is >= '\uD800' and <= '\uDFFF' ? c + 0x10000 : c;
}
