using System.Runtime.CompilerServices;
using System.Text.Json;
using static Bouncer.Json.JsonTokens;

namespace Bouncer.Json;

/// <summary>
/// The grammar of RFC 8259, from a place in a text where a value starts to the place behind it. Every method throws
/// <see cref="JsonException"/> where the grammar is not kept; nothing is left unchecked but whether strings are UTF-8.
/// </summary>
/// <remarks>Static, and with the text as a parameter, so that text and place stay in registers.</remarks>
internal static class JsonGrammar
{
    /// <summary>The end of any value.</summary>
    /// <param name="json">The text.</param>
    /// <param name="at">Where the value starts.</param>
    /// <param name="first">What is there.</param>
    /// <param name="depth">How many objects and lists it lies in. Recursion ends at <see cref="JsonReader.MaxDepth"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfValue(ReadOnlySpan<byte> json, int at, byte first, int depth)
        // Most values are strings.
        => first == '"' ? EndOfString(json, at + 1) : EndOfOtherValue(json, at, first, depth);

    private static int EndOfOtherValue(ReadOnlySpan<byte> json, int at, byte first, int depth)
        => first switch
        {
            (byte)'{' => EndOfObject(json, at + 1, depth + 1),
            (byte)'[' => EndOfList(json, at + 1, depth + 1),
            (byte)'t' => EndOfLiteral(json, at, "true"u8),
            (byte)'f' => EndOfLiteral(json, at, "false"u8),
            (byte)'n' => EndOfLiteral(json, at, "null"u8),
            _ => EndOfNumber(json, at, depth),
        };

    private static int EndOfObject(ReadOnlySpan<byte> json, int at, int depth)
    {
        CheckDepth(json, depth);
        var next = Next(json, ref at);
        if (next == '}')
        {
            return at + 1;
        }

        while (true)
        {
            if (next != '"')
            {
                Refuse(json);
            }

            at = AfterColon(json, EndOfString(json, at + 1));
            next = Next(json, ref at);
            at = EndOfValue(json, at, next, depth);
            next = Next(json, ref at);
            at++;
            if (next == '}')
            {
                return at;
            }

            if (next != ',')
            {
                Refuse(json);
            }

            next = Next(json, ref at);
        }
    }

    private static int EndOfList(ReadOnlySpan<byte> json, int at, int depth)
    {
        CheckDepth(json, depth);
        var next = Next(json, ref at);
        if (next == ']')
        {
            return at + 1;
        }

        while (true)
        {
            at = EndOfValue(json, at, next, depth);
            next = Next(json, ref at);
            at++;
            if (next == ']')
            {
                return at;
            }

            if (next != ',')
            {
                Refuse(json);
            }

            next = Next(json, ref at);
        }
    }

    public static void CheckDepth(ReadOnlySpan<byte> json, int depth)
    {
        if (depth > JsonReader.MaxDepth)
        {
            Refuse(json, JsonReader.MaxDepth);
        }
    }
}
