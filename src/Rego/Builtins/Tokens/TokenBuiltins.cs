using System.Buffers.Text;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Tokens;

/// <summary>JSON Web Tokens: taking them apart, checking and making them.</summary>
internal static class TokenBuiltins
{
    private static readonly RegoArray Refused = RegoArray.Create(RegoBoolean.False, RegoObject.Empty, RegoObject.Empty);

    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("io.jwt.decode", (_, operands) => Decode(Operand.String(operands, 0))),
        new("io.jwt.decode_verify", DecodeAndVerify),
        new("io.jwt.encode_sign", (_, operands) => Sign(RegoJson.ToEscapedJson(Operand.Object(operands, 0)), RegoJson.ToEscapedJson(operands[1]), RegoJson.ToEscapedJson(operands[2]))),
        new("io.jwt.encode_sign_raw", SignRaw),
        .. ((ReadOnlySpan<string>)["HS256", "HS384", "HS512"]).ToArray().Select(algorithm => KeyValuePair.Create<string, BuiltinFunction>(
            "io.jwt.verify_" + algorithm.ToLowerInvariant(), (_, operands) => VerifySecret(operands, algorithm))),
        .. ((ReadOnlySpan<string>)["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]).ToArray().Select(algorithm => KeyValuePair.Create<string, BuiltinFunction>(
            "io.jwt.verify_" + algorithm.ToLowerInvariant(), (_, operands) => VerifyKey(operands, algorithm))),
    ];

    private static RegoArray Decode(string text)
    {
        // A token whose content is a token: that one counts. Each is shorter than the one around it.
        while (true)
        {
            var token = JsonWebToken.Split(text);
            var header = token.Header;
            var payload = token.Payload;
            if (header.TryGet("cty", out var type) && type is RegoString { Value: "JWT" })
            {
                text = GoText.FromUtf8(payload).Trim('"', '\'');
                continue;
            }

            return RegoArray.Create(header, JsonWebToken.ReadObject(payload), RegoString.Of(Convert.ToHexStringLower(token.SignatureOfDecode)));
        }
    }

    private static RegoValue? DecodeAndVerify(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        var constraints = new TokenConstraints(Operand.Object(operands, 1), context.NowNanoseconds);
        while (true)
        {
            var token = JsonWebToken.Split(text);
            var header = new TokenHeader(token.Header);
            if (!header.IsValid || (constraints.Algorithm.Length > 0 && constraints.Algorithm != header.Algorithm)
                || !constraints.Verify(header.KeyId, header.Algorithm, token))
            {
                return Refused;
            }

            var bytes = token.Payload;
            if (header.ContentType.Equals("JWT", StringComparison.OrdinalIgnoreCase))
            {
                text = GoText.FromUtf8(bytes);
                continue;
            }

            var payload = JsonWebToken.ReadObject(bytes);
            return constraints.Allow(payload) ? RegoArray.Create(RegoBoolean.True, token.Header, payload) : Refused;
        }
    }

    private static RegoBoolean VerifySecret(ReadOnlySpan<RegoValue> operands, string algorithm)
    {
        var text = Operand.String(operands, 0);
        var secret = Operand.String(operands, 1);
        var token = JsonWebToken.Split(text);
        return RegoBoolean.Of(new TokenKey("", "") { Secret = GoText.ToUtf8(secret) }.Verify(algorithm, token.Signed, token.Signature));
    }

    private static RegoBoolean VerifyKey(ReadOnlySpan<RegoValue> operands, string algorithm)
    {
        var token = JsonWebToken.Split(Operand.String(operands, 0));
        var keys = TokenKey.OfCertificateOrJwk(Operand.String(operands, 1));
        var signature = token.Signature;
        var header = new TokenHeader(token.Header);
        var named = header.KeyId.Length == 0 ? null : keys.Find(key => key.KeyId == header.KeyId);
        return RegoBoolean.Of(named is not null
            ? named.Verify(algorithm, token.Signed, signature)
            : keys.Exists(key => (key.Algorithm.Length == 0 || key.Algorithm == header.Algorithm) && key.Verify(algorithm, token.Signed, signature)));
    }

    private static RegoValue? SignRaw(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var key = Operand.String(operands, 2);
        var header = Operand.String(operands, 0);
        return Sign(header, Operand.String(operands, 1), key);
    }

    private static RegoString Sign(string headerText, string payload, string jwk)
    {
        var keys = TokenKey.OfJwk(jwk);
        var header = RegoJson.TryParse(GoText.ToUtf8(headerText), out var value, out _) ? value as RegoObject : null;
        if (header is null || !header.TryGet("alg", out var alg) || alg is not RegoString { Value: var algorithm })
        {
            throw new BuiltinException("missing or invalid 'alg' header: jwsbb: header \"alg\" not found");
        }

        if (!TokenKey.IsKnown(algorithm))
        {
            throw new BuiltinException($"unknown JWS algorithm: {algorithm}");
        }

        var isPlain = header.TryGet("typ", out var type) && type is RegoString { Value: not "JWT" };
        if (!isPlain && !RegoJson.TryParse(GoText.ToUtf8(payload), out _, out _))
        {
            throw new BuiltinException("type is JWT but payload is not JSON");
        }

        if (keys.Count == 0)
        {
            throw new BuiltinException("no keys found in JWK set");
        }

        var signed = $"{Encoded(GoText.ToUtf8(headerText))}.{Encoded(GoText.ToUtf8(payload))}";
        var signature = keys[0].Sign(algorithm, GoText.ToUtf8(signed)) ?? throw new BuiltinException($"key is not for algorithm {algorithm}");
        return new($"{signed}.{Encoded(signature)}");
    }

    private static string Encoded(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
