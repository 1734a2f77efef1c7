using Bouncer.Rego.Builtins.Encoding;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Tokens;

/// <summary>A token: three parts in base64url, taken apart and not checked.</summary>
internal sealed record JsonWebToken(string HeaderText, string PayloadText, string SignatureText)
{
    private RegoObject? header;

    public static JsonWebToken Split(string text)
    {
        var parts = text.Split('.');
        return parts.Length switch
        {
            1 => throw new BuiltinException("encoded JWT had no period separators"),
            3 => new(parts[0], parts[1], parts[2]),
            var count => throw new BuiltinException($"encoded JWT must have 3 sections, found {count}"),
        };
    }

    /// <summary>What the signature signs.</summary>
    public byte[] Signed => GoText.ToUtf8($"{HeaderText}.{PayloadText}");

    public RegoObject Header => header ??= ReadHeader();

    private RegoObject ReadHeader()
    {
        var text = Decode(HeaderText, "JWT header had invalid encoding: ");
        RegoObject read;
        try
        {
            read = ReadObject(text);
        }
        catch (BuiltinException wrong)
        {
            throw new BuiltinException($"bad JWT header: {wrong.Detail}");
        }

        return read.TryGet("enc", out _) ? throw new BuiltinException("JWT is a JWE object, which is not supported") : read;
    }

    public byte[] Payload => Decode(PayloadText, "JWT payload had invalid encoding: ");

    public byte[] Signature => Decode(SignatureText, "");

    public byte[] SignatureOfDecode => Decode(SignatureText, "JWT signature had invalid encoding: ");

    private static byte[] Decode(string text, string prefix)
    {
        var bytes = GoText.ToUtf8(text);
        if (!text.EndsWith('='))
        {
            bytes = (bytes.Length % 4) switch
            {
                1 => throw new BuiltinException($"{prefix}illegal base64url string: {text}"),
                2 => [.. bytes, (byte)'=', (byte)'='],
                3 => [.. bytes, (byte)'='],
                _ => bytes,
            };
        }

        return GoBase64.Decode(bytes, url: true, padded: true, out var wrong) ?? throw new BuiltinException(prefix + GoBase64.Error(wrong));
    }

    /// <summary>A JSON object.</summary>
    public static RegoObject ReadObject(byte[] text)
    {
        if (!RegoJson.TryParse(text, out var value, out var error))
        {
            throw new BuiltinException($"invalid JSON: {error}");
        }

        return value as RegoObject ?? throw new BuiltinException("decoded JSON type was not an Object");
    }
}
