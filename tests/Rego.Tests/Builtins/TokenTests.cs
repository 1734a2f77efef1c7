using System.Security.Cryptography;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tests.Builtins;

public class TokenTests
{
    private const string Claims = "{\"iss\":\"me\",\"aud\":[\"you\"]}";

    public static TheoryData<string, string, string> Keys()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var p = rsa.ExportParameters(true);
        var q = ec.ExportParameters(true);
        var rsaJwk = $$"""{"kty":"RSA","n":"{{B(p.Modulus)}}","e":"{{B(p.Exponent)}}","d":"{{B(p.D)}}","p":"{{B(p.P)}}","q":"{{B(p.Q)}}","dp":"{{B(p.DP)}}","dq":"{{B(p.DQ)}}","qi":"{{B(p.InverseQ)}}"}""";
        var ecJwk = $$"""{"kty":"EC","crv":"P-256","x":"{{B(q.Q.X)}}","y":"{{B(q.Q.Y)}}","d":"{{B(q.D)}}"}""";

        // The key of RFC 8037, appendix A.
        const string Ed = """{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";
        return new()
        {
            { "RS256", rsaJwk, "rs256" },
            { "PS512", rsaJwk, "ps512" },
            { "ES256", ecJwk, "es256" },
            { "EdDSA", Ed, "eddsa" },
        };
    }

    private static string B(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static string Quote(string text) => RegoJson.ToJson(new RegoString(text));

    private static string Signed(string algorithm, string key)
        => ((RegoString)BuiltinCalls.Value(BuiltinCalls.Call("io.jwt.encode_sign_raw", $"[{Quote($"{{\"alg\":\"{algorithm}\"}}")}, {Quote(Claims)}, {Quote(key)}]")["string ".Length..])).Value;

    [Theory]
    [MemberData(nameof(Keys))]
    public void WhatAKeySigns_ItVerifies(string algorithm, string key, string name)
    {
        var token = Signed(algorithm, key);
        Assert.Equal("boolean true", BuiltinCalls.Call("io.jwt.verify_" + name, $"[{Quote(token)}, {Quote(key)}]"));
        Assert.Equal("boolean false", BuiltinCalls.Call("io.jwt.verify_" + name, $"[{Quote(token[..^8] + "AAAAAAAA")}, {Quote(key)}]"));
        Assert.Equal(
            $"array [true,{{\"alg\":\"{algorithm}\"}},{{\"aud\":[\"you\"],\"iss\":\"me\"}}]",
            BuiltinCalls.Call("io.jwt.decode_verify", $"[{Quote(token)}, {{\"cert\": {Quote(key)}, \"aud\": \"you\", \"iss\": \"me\"}}]"));
    }

    [Theory]
    [InlineData("{\"secret\": \"other\", \"aud\": \"you\"}")]
    [InlineData("{\"secret\": \"s\"}")]
    [InlineData("{\"secret\": \"s\", \"aud\": \"you\", \"iss\": \"him\"}")]
    [InlineData("{\"secret\": \"s\", \"aud\": \"you\", \"alg\": \"HS512\"}")]
    public void WhatDoesNotMeetAConstraint_IsRefused(string constraints)
        => Assert.Equal("array [false,{},{}]", BuiltinCalls.Call("io.jwt.decode_verify", $"[{Quote(Signed("HS256", """{"kty":"oct","k":"cw"}"""))}, {constraints}]"));

    // RFC 8037, appendix A.4, whose payload is no JSON: so not through the builtin.
    [Fact]
    public void Ed25519_SignsAsInTheRfc()
    {
        var key = new Bouncer.Rego.Builtins.Tokens.Ed25519Key(
            System.Buffers.Text.Base64Url.DecodeFromChars("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
            System.Buffers.Text.Base64Url.DecodeFromChars("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"));
        var signature = key.Sign("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"u8.ToArray());
        Assert.Equal("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg", B(signature));
    }
}
