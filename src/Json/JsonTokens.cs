using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Bouncer.Json;

/// <summary>
/// The tokens of RFC 8259, from a place in a text where one starts to the place behind it. Every method throws
/// <see cref="JsonException"/> where the text does not keep to the grammar; nothing is left unchecked but whether strings are UTF-8.
/// </summary>
/// <remarks>Static, and with the text as a parameter, so that text and place stay in registers. This file is part of Bouncer.Rego
/// too, which depends on no other library of ours.</remarks>
internal static class JsonTokens
{
    /// <summary>The end of a string, or of a name, from behind its opening quote to behind its closing one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfString(ReadOnlySpan<byte> json, int at)
    {
        at = EndOfPlainText(json, at);
        return ByteAt(json, at) == '"' ? at + 1 : EndOfEscapedString(json, at);
    }

    /// <summary>The end of a string, from a place in it that is no plain text.</summary>
    public static int EndOfEscapedString(ReadOnlySpan<byte> json, int at)
    {
        while (ByteAt(json, at) == '\\')
        {
            at = EndOfPlainText(json, EndOfEscape(json, at));
        }

        if (ByteAt(json, at) != '"')
        {
            Refuse(json);
        }

        return at + 1;
    }

    /// <summary>The next place in a string that is a quote, a backslash or a control character, or the end of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfPlainText(ReadOnlySpan<byte> json, int at)
    {
        // Most strings are so short that this ends it.
        if (json.Length - at >= Vector128<byte>.Count)
        {
            var found = NotPlain(json, at);
            if (found != 0)
            {
                return at + BitOperations.TrailingZeroCount(found);
            }

            at += Vector128<byte>.Count;
        }

        return EndOfLongText(json, at);
    }

    private static int EndOfLongText(ReadOnlySpan<byte> json, int at)
    {
        for (; json.Length - at >= Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var found = NotPlain(json, at);
            if (found != 0)
            {
                return at + BitOperations.TrailingZeroCount(found);
            }
        }

        while ((uint)at < (uint)json.Length && json[at] is >= 0x20 and not (byte)'"' and not (byte)'\\')
        {
            at++;
        }

        return at;
    }

    /// <summary>Which of the next 16 bytes, which must be there, are a quote, a backslash or a control character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NotPlain(ReadOnlySpan<byte> json, int at)
    {
        var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(json), (nuint)at);
        var found = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
            | Vector128.Equals(Vector128.Min(bytes, Vector128.Create((byte)0x1F)), bytes);
        return found.ExtractMostSignificantBits();
    }

    private static int EndOfEscape(ReadOnlySpan<byte> json, int backslash)
    {
        if ("\"\\/bfnrt"u8.Contains(ByteAt(json, backslash + 1)))
        {
            return backslash + 2;
        }

        var isUnicode = ByteAt(json, backslash + 1) == 'u';
        for (var i = 2; i < 6; i++)
        {
            isUnicode &= char.IsAsciiHexDigit((char)ByteAt(json, backslash + i));
        }

        if (!isUnicode)
        {
            Refuse(json);
        }

        return backslash + 6;
    }

    /// <summary>The place behind the colon that follows a name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AfterColon(ReadOnlySpan<byte> json, int at)
    {
        if (Next(json, ref at) != ':')
        {
            Refuse(json);
        }

        return at + 1;
    }

    public static int EndOfLiteral(ReadOnlySpan<byte> json, int at, ReadOnlySpan<byte> literal)
    {
        if (!json[at..].StartsWith(literal))
        {
            Refuse(json);
        }

        return at + literal.Length;
    }

    public static int EndOfNumber(ReadOnlySpan<byte> json, int at, int depth)
    {
        at = ByteAt(json, at) == '-' ? at + 1 : at;
        at = ByteAt(json, at) == '0' ? at + 1 : AfterDigits(json, at);
        if (ByteAt(json, at) == '.')
        {
            at = AfterDigits(json, at + 1);
        }

        if (ByteAt(json, at) is (byte)'e' or (byte)'E')
        {
            at = AfterDigits(json, ByteAt(json, at + 1) is (byte)'+' or (byte)'-' ? at + 2 : at + 1);
        }

        // Asked here and not with the next token, as Utf8JsonReader does, so that both refuse a text at the same token.
        var isEnd = at == json.Length ? depth == 0 : ",}] \n\r\t/"u8.Contains(json[at]);
        if (!isEnd)
        {
            Refuse(json);
        }

        return at;
    }

    private static int AfterDigits(ReadOnlySpan<byte> json, int at)
    {
        var first = at;
        while (char.IsAsciiDigit((char)ByteAt(json, at)))
        {
            at++;
        }

        if (at == first)
        {
            Refuse(json);
        }

        return at;
    }

    /// <summary>The byte at a place, and behind the end 0, which starts nothing in JSON and ends nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ByteAt(ReadOnlySpan<byte> json, int at) => (uint)at < (uint)json.Length ? json[at] : (byte)0;

    /// <summary>Moves to the next byte that is no white space. There is hardly any in what API servers send.</summary>
    /// <returns>The byte; 0 at the end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Next(ReadOnlySpan<byte> json, ref int at)
    {
        var next = ByteAt(json, at);
        if (next > ' ')
        {
            return next;
        }

        at = AfterWhiteSpace(json, at);
        return ByteAt(json, at);
    }

    private static int AfterWhiteSpace(ReadOnlySpan<byte> json, int at)
    {
        while (ByteAt(json, at) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>Refuses a text in the words of <see cref="Utf8JsonReader"/>, which knows lines and bytes.</summary>
    [DoesNotReturn]
    public static void Refuse(ReadOnlySpan<byte> json, int maxDepth = int.MaxValue)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
        }

        // The two disagree. Whoever cannot be sure refuses.
        throw new JsonException("the text is not valid JSON");
    }
}
