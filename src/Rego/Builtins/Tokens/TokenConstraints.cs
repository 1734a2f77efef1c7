using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Tokens;

/// <summary>What a token must meet: io.jwt.decode_verify's second operand.</summary>
internal sealed class TokenConstraints
{
    private readonly string secret = "";
    private readonly string issuer = "";
    private readonly string audience = "";
    private readonly List<TokenKey>? keys;
    private readonly double time = -1;

    public TokenConstraints(RegoObject constraints, long nowNanoseconds)
    {
        foreach (var (key, value) in constraints)
        {
            var name = (key as RegoString)?.Value ?? key.ToString();
            switch (name)
            {
                case "cert":
                    keys = TokenKey.OfCertificateOrJwk(Text(name, value));
                    break;
                case "secret":
                    secret = Text(name, value);
                    break;
                case "alg":
                    Algorithm = Text(name, value);
                    break;
                case "iss":
                    issuer = Text(name, value);
                    break;
                case "aud":
                    audience = Text(name, value);
                    break;
                case "time":
                    time = Time(value);
                    break;
                default:
                    throw new BuiltinException($"unknown token validation constraint: {name}");
            }
        }

        time = time < 0 ? nowNanoseconds : time;
        if (keys is not null && secret.Length > 0)
        {
            throw new BuiltinException("duplicate key constraints");
        }

        if (keys is null && secret.Length == 0)
        {
            throw new BuiltinException("no key constraint");
        }
    }

    /// <summary>The algorithm that must be the token's; empty for any.</summary>
    public string Algorithm { get; } = "";

    private static string Text(string name, RegoValue value)
        => (value as RegoString)?.Value ?? throw new BuiltinException($"{name} constraint: must be a string");

    private static double Time(RegoValue value)
    {
        var time = (value as RegoNumber ?? throw new BuiltinException("token time constraint: must be a number")).ToDouble();
        return time >= 0 ? time : throw new BuiltinException("token time constraint: must not be negative");
    }

    /// <summary>Whether the signature is by one of the keys: the one of the token's key name, or else any that is for its algorithm.</summary>
    public bool Verify(string keyId, string algorithm, JsonWebToken token)
    {
        var signature = token.Signature;
        if (!TokenKey.IsKnown(algorithm))
        {
            return false;
        }

        if (keys is null)
        {
            return new TokenKey("", "") { Secret = GoText.ToUtf8(secret) }.Verify(algorithm, token.Signed, signature);
        }

        var named = keyId.Length == 0 ? null : keys.Find(key => key.KeyId == keyId);
        return named is not null
            ? named.Verify(algorithm, token.Signed, signature)
            : keys.Exists(key => (key.Algorithm.Length == 0 || key.Algorithm == algorithm) && key.Verify(algorithm, token.Signed, signature));
    }

    /// <summary>Whether the claims allow the issuer, the audience, and the time.</summary>
    public bool Allow(RegoObject payload)
    {
        if (issuer.Length > 0 && !(payload.TryGet("iss", out var iss) && iss is RegoString text && text.Value == issuer))
        {
            return false;
        }

        if (payload.TryGet("aud", out var aud) ? !AllowsAudience(aud) : audience.Length > 0)
        {
            return false;
        }

        // Claims count seconds, constraints nanoseconds.
        var seconds = RegoNumber.Of(time / 1_000_000_000);
        if (payload.TryGet("exp", out var exp) && seconds >= (exp as RegoNumber ?? throw new BuiltinException("exp value must be a number")))
        {
            return false;
        }

        return !(payload.TryGet("nbf", out var nbf) && seconds < (nbf as RegoNumber ?? throw new BuiltinException("nbf value must be a number")));
    }

    private bool AllowsAudience(RegoValue claim) => claim switch
    {
        RegoString text => text.Value == audience,
        RegoArray array => array.Any(item => item is RegoString text && text.Value == audience),
        _ => false,
    };
}
