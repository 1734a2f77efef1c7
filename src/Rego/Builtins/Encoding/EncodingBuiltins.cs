using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Encoding;

/// <summary>Base64 and hex. They work on bytes: text that is no UTF-8 comes out of decoding and goes into encoding unchanged.</summary>
internal static class EncodingBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("base64.encode", (_, operands) => RegoString.Of(Convert.ToBase64String(Bytes(operands)))),
        new("base64.decode", (context, operands) => Decoded(context, Bytes(operands), url: false)),
        new("base64.is_valid", (_, operands) => RegoBoolean.Of(operands[0] is RegoString && GoBase64.Decode(Bytes(operands), url: false, padded: true, out var _) is not null)),
        new("base64url.encode", (_, operands) => RegoString.Of(UrlEncoded(Bytes(operands), padded: true))),
        new("base64url.encode_no_pad", (_, operands) => RegoString.Of(UrlEncoded(Bytes(operands), padded: false))),
        new("base64url.decode", UrlDecode),
        new("hex.encode", (_, operands) => RegoString.Of(Convert.ToHexStringLower(Bytes(operands)))),
        new("hex.decode", HexDecode),
    ];

    private static byte[] Bytes(ReadOnlySpan<RegoValue> operands) => GoText.ToUtf8(Operand.String(operands, 0));

    private static string UrlEncoded(byte[] bytes, bool padded)
    {
        var text = Base64Url.EncodeToString(bytes);
        return padded ? text.PadRight((text.Length + 3) / 4 * 4, '=') : text;
    }

    private static RegoValue? Decoded(BuiltinContext context, byte[] text, bool url)
        => GoBase64.Decode(text, url, padded: true, out var wrong) is { } bytes ? RegoString.Of(GoText.FromUtf8(bytes)) : context.Fail(GoBase64.Error(wrong));

    // Encoders that leave the padding out are understood, by RFC 7515, appendix C.
    private static RegoValue? UrlDecode(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        var bytes = GoText.ToUtf8(text);
        if (!text.EndsWith('='))
        {
            switch (bytes.Length % 4)
            {
                case 1:
                    return context.Fail($"illegal base64url string: {text}");
                case 2:
                    bytes = [.. bytes, (byte)'=', (byte)'='];
                    break;
                case 3:
                    bytes = [.. bytes, (byte)'='];
                    break;
            }
        }

        return Decoded(context, bytes, url: true);
    }

    private static RegoValue? HexDecode(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var digits = Bytes(operands);
        var wrong = Array.FindIndex(digits, digit => !char.IsAsciiHexDigit((char)digit));
        if (wrong >= 0)
        {
            return context.Fail($"encoding/hex: invalid byte: {Described(digits[wrong])}");
        }

        return digits.Length % 2 == 0
            ? RegoString.Of(GoText.FromUtf8(Convert.FromHexString(System.Text.Encoding.ASCII.GetString(digits))))
            : context.Fail("encoding/hex: odd length hex string");
    }

    // Go's %#U of the byte.
    private static string Described(byte value)
    {
        var rune = new Rune(value);
        return "U+" + value.ToString("X4", CultureInfo.InvariantCulture) + (GoQuote.IsPrint(rune) ? $" '{rune}'" : "");
    }
}
