using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.Rego.Builtins.Crypto;
using Bouncer.Rego.Builtins.Encoding;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Tokens;

/// <summary>A key that signs tokens or checks their signatures; with a name and an algorithm if it came from a key set.</summary>
internal sealed record TokenKey(string KeyId, string Algorithm)
{
    public RSA? Rsa { get; init; }

    public ECDsa? Ec { get; init; }

    public byte[]? Secret { get; init; }

    public Ed25519Key? Ed { get; init; }

    private static readonly string[] Algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256", "HS384", "HS512", "EdDSA"];

    public static bool IsKnown(string algorithm) => Algorithms.Contains(algorithm);

    private static HashAlgorithmName Hash(string algorithm) => algorithm[2..] switch
    {
        "384" => HashAlgorithmName.SHA384,
        "512" => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    /// <summary>Whether a signature by an algorithm is this key's.</summary>
    public bool Verify(string algorithm, byte[] data, byte[] signature)
    {
        try
        {
            return algorithm[..2] switch
            {
                "RS" => Rsa?.VerifyData(data, signature, Hash(algorithm), RSASignaturePadding.Pkcs1) ?? false,
                "PS" => Rsa?.VerifyData(data, signature, Hash(algorithm), RSASignaturePadding.Pss) ?? false,
                "ES" => Ec?.VerifyData(data, signature, Hash(algorithm), DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ?? false,
                "HS" => Secret is not null && CryptographicOperations.FixedTimeEquals(Mac(algorithm, Secret, data), signature),
                "Ed" => Ed?.Verify(data, signature) ?? false,
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false; // not a signature at all
        }
    }

    /// <summary>The signature of data; null if the key is not for the algorithm.</summary>
    public byte[]? Sign(string algorithm, byte[] data) => algorithm[..2] switch
    {
        "RS" => Rsa?.SignData(data, Hash(algorithm), RSASignaturePadding.Pkcs1),
        "PS" => Rsa?.SignData(data, Hash(algorithm), RSASignaturePadding.Pss),
        "ES" => Ec?.SignData(data, Hash(algorithm), DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        "HS" => Secret is null ? null : Mac(algorithm, Secret, data),
        _ => Ed?.Sign(data),
    };

    private static byte[] Mac(string algorithm, byte[] secret, byte[] data) => algorithm[2..] switch
    {
        "384" => HMACSHA384.HashData(secret, data),
        "512" => HMACSHA512.HashData(secret, data),
        _ => HMACSHA256.HashData(secret, data),
    };

    /// <summary>The keys of a certificate or public key in PEM, or of a JSON key or key set.</summary>
    public static List<TokenKey> OfCertificateOrJwk(string text)
    {
        if (PemBlock.First(text) is { } block)
        {
            return block.Rest.Length > 0 ? throw new BuiltinException("extra data after a PEM certificate block") : [OfPem(block)];
        }

        return OfJwk(text, "failed to parse a JWK key (set): ");
    }

    private static TokenKey OfPem(PemBlock block)
    {
        try
        {
            switch (block.Label)
            {
                case "CERTIFICATE":
                    using (var certificate = X509CertificateLoader.LoadCertificate(block.Bytes))
                    {
                        return OfPublicKey(certificate.PublicKey.ExportSubjectPublicKeyInfo());
                    }

                case "PUBLIC KEY":
                    return OfPublicKey(block.Bytes);
                default:
                    throw new BuiltinException("failed to extract a Key from the PEM certificate");
            }
        }
        catch (CryptographicException wrong)
        {
            var what = block.Label == "CERTIFICATE" ? "certificate" : "public key";
            throw new BuiltinException($"failed to parse a PEM {what}: {wrong.Message}");
        }
    }

    private static TokenKey OfPublicKey(byte[] info)
    {
        if (Ed25519Key.TryReadPublicKeyInfo(info, out var ed))
        {
            return new("", "") { Ed = ed };
        }

        var key = PublicKey.CreateFromSubjectPublicKeyInfo(info, out _);
        return new("", "") { Rsa = key.GetRSAPublicKey(), Ec = key.GetRSAPublicKey() is null ? key.GetECDsaPublicKey() : null };
    }

    /// <summary>The keys of a JSON key or key set. Keys for algorithms nobody knows are left out.</summary>
    public static List<TokenKey> OfJwk(string text, string prefix = "")
    {
        if (!RegoJson.TryParse(GoText.ToUtf8(text), out var value, out var error))
        {
            throw new BuiltinException($"{prefix}failed to unmarshal JWK set: {error}");
        }

        if (value is not RegoObject obj)
        {
            throw new BuiltinException($"{prefix}failed to unmarshal JWK set: not an object");
        }

        var keys = obj.TryGet("keys", out var list) && list is RegoArray array ? array : RegoArray.Create(obj);
        return [.. keys.Select(key => OfJwk(key as RegoObject ?? RegoObject.Empty, prefix)).Where(key => key.Algorithm.Length == 0 || IsKnown(key.Algorithm))];
    }

    private static TokenKey OfJwk(RegoObject jwk, string prefix)
    {
        var key = new TokenKey(Text(jwk, "kid"), Text(jwk, "alg"));
        try
        {
            switch (Text(jwk, "kty"))
            {
                case "RSA":
                    return key with { Rsa = ReadRsa(jwk) };
                case "EC":
                    return key with { Ec = ReadEc(jwk) };
                case "oct" when Bytes(jwk, "k") is { } secret:
                    return key with { Secret = secret };
                case "OKP" when Text(jwk, "crv") == "Ed25519" && Bytes(jwk, "x") is { Length: 32 } x:
                    return key with { Ed = new(x, Bytes(jwk, "d")) };
            }
        }
        catch (CryptographicException wrong)
        {
            throw new BuiltinException($"{prefix}failed to unmarshal JWK set: {wrong.Message}");
        }

        throw new BuiltinException($"{prefix}failed to unmarshal JWK set: invalid key type from JSON ({Text(jwk, "kty")})");
    }

    private static string Text(RegoObject jwk, string name) => jwk.TryGet(name, out var value) && value is RegoString text ? text.Value : "";

    private static byte[]? Bytes(RegoObject jwk, string name) => jwk.TryGet(name, out var value) && value is RegoString text ? GoBase64.DecodeRawUrl(text.Value.TrimEnd('=')) : null;

    private static RSA ReadRsa(RegoObject jwk)
    {
        var n = Bytes(jwk, "n") ?? throw new CryptographicException("required field n is missing");
        var parameters = new RSAParameters { Modulus = n, Exponent = Bytes(jwk, "e") ?? throw new CryptographicException("required field e is missing") };
        if (Bytes(jwk, "d") is { } d)
        {
            var half = (n.Length + 1) / 2;
            parameters.D = Padded(d, n.Length);
            parameters.P = Padded(Bytes(jwk, "p"), half);
            parameters.Q = Padded(Bytes(jwk, "q"), half);
            parameters.DP = Padded(Bytes(jwk, "dp"), half);
            parameters.DQ = Padded(Bytes(jwk, "dq"), half);
            parameters.InverseQ = Padded(Bytes(jwk, "qi"), half);
        }

        return RSA.Create(parameters);
    }

    private static ECDsa ReadEc(RegoObject jwk)
    {
        var (curve, size) = Text(jwk, "crv") switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66),
            var other => throw new CryptographicException($"invalid elliptic curve {other}"),
        };
        return ECDsa.Create(new ECParameters
        {
            Curve = curve,
            Q = new() { X = Padded(Bytes(jwk, "x"), size), Y = Padded(Bytes(jwk, "y"), size) },
            D = Bytes(jwk, "d") is { } d ? Padded(d, size) : null,
        });
    }

    private static byte[]? Padded(byte[]? bytes, int length)
        => bytes is null || bytes.Length >= length ? bytes : [.. new byte[length - bytes.Length], .. bytes];
}
