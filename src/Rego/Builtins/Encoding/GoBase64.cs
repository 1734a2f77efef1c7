using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Encoding;

/// <summary>Base64 as Go decodes it: line breaks are skipped, padding must be there and end the text, unused bits do not matter.</summary>
internal static class GoBase64
{
    private const string Standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static readonly sbyte[] StandardValues = Values('+', '/');
    private static readonly sbyte[] UrlValues = Values('-', '_');

    private static sbyte[] Values(char last, char veryLast)
    {
        var values = new sbyte[256];
        Array.Fill(values, (sbyte)-1);
        for (var i = 0; i < 62; i++)
        {
            values[Standard[i]] = (sbyte)i;
        }

        values[last] = 62;
        values[veryLast] = 63;
        return values;
    }

    /// <summary>The bytes of a text; null with the place of the first wrong byte.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text, bool url, bool padded, out int wrong)
    {
        var values = url ? UrlValues : StandardValues;
        var bytes = new List<byte>((text.Length / 4 * 3) + 3);
        var at = 0;
        wrong = -1;
        while (at < text.Length)
        {
            var bits = 0;
            var count = 0;
            while (count < 4 && at < text.Length)
            {
                var c = text[at++];
                var value = values[c];
                if (value >= 0)
                {
                    bits = (bits << 6) | (byte)value;
                    count++;
                }
                else if (c is not ((byte)'\n' or (byte)'\r'))
                {
                    wrong = c == '=' && padded ? Padding(text, ref at, count) : at - 1;
                    if (wrong >= 0)
                    {
                        return null;
                    }

                    Append(bytes, bits, count);
                    return [.. bytes];
                }
            }

            if (count == 1 || (count is > 0 and < 4 && padded))
            {
                wrong = at - count;
                return null;
            }

            Append(bytes, bits, count);
        }

        return [.. bytes];
    }

    /// <summary>Checks what follows the first padding character; -1 if that is right.</summary>
    private static int Padding(ReadOnlySpan<byte> text, ref int at, int count)
    {
        if (count < 2)
        {
            return at - 1;
        }

        if (count == 2)
        {
            SkipBreaks(text, ref at);
            if (at == text.Length)
            {
                return text.Length;
            }

            if (text[at] != '=')
            {
                return at - 1;
            }

            at++;
        }

        SkipBreaks(text, ref at);
        return at < text.Length ? at : -1;
    }

    private static void SkipBreaks(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && text[at] is (byte)'\n' or (byte)'\r')
        {
            at++;
        }
    }

    private static void Append(List<byte> bytes, int bits, int count)
    {
        bits <<= (4 - count) * 6;
        for (var i = 0; i < count - 1; i++)
        {
            bytes.Add((byte)(bits >> (16 - (i * 8))));
        }
    }

    /// <summary>What a decoder says of a wrong byte.</summary>
    public static string Error(int wrong) => $"illegal base64 data at input byte {wrong}";

    /// <summary>Base64url without padding, as tokens have it; null if it is none.</summary>
    public static byte[]? DecodeRawUrl(string text) => Decode(GoText.ToUtf8(text), url: true, padded: false, out _);
}
