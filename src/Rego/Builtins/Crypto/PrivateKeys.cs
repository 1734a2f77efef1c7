using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Bouncer.Rego.Builtins.Encoding;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>Private keys from PEM, as the JSON of Go's types and as JSON Web Keys.</summary>
internal static class PrivateKeys
{
    /// <summary>The RSA and EC keys in a text, PEM or base64 of PEM. Blocks of other kinds are passed over.</summary>
    public static List<AsymmetricAlgorithm> Parse(string text)
    {
        if (GoBase64.Decode(GoText.ToUtf8(text), url: false, padded: true, out _) is { } decoded)
        {
            text = GoText.FromUtf8(decoded);
        }

        var keys = new List<AsymmetricAlgorithm>();
        try
        {
            foreach (var block in PemBlock.All(text))
            {
                if (Read(block) is { } key)
                {
                    keys.Add(key);
                }
            }
        }
        catch (Exception wrong) when (wrong is CryptographicException or AsnContentException)
        {
            throw new BuiltinException($"x509: failed to parse private key: {wrong.Message}");
        }

        return keys;
    }

    private static AsymmetricAlgorithm? Read(PemBlock block)
    {
        switch (block.Label)
        {
            case "RSA PRIVATE KEY":
                var rsa = RSA.Create();
                rsa.ImportRSAPrivateKey(block.Bytes, out _);
                return rsa;
            case "EC PRIVATE KEY":
                var ec = ECDsa.Create();
                ec.ImportECPrivateKey(block.Bytes, out _);
                return ec;
            case "PRIVATE KEY":
                AsymmetricAlgorithm key = IsRsa(block.Bytes) ? RSA.Create() : ECDsa.Create();
                key.ImportPkcs8PrivateKey(block.Bytes, out _);
                return key;
            default:
                return null;
        }
    }

    // PrivateKeyInfo ::= SEQUENCE { version, SEQUENCE { algorithm OID …
    private static bool IsRsa(byte[] pkcs8)
    {
        var info = new AsnReader(pkcs8, AsnEncodingRules.DER).ReadSequence();
        info.ReadInteger();
        return info.ReadSequence().ReadObjectIdentifier() == "1.2.840.113549.1.1.1";
    }

    private static RegoNumber Number(byte[]? bytes) => RegoNumber.Of(new BigInteger(bytes ?? [], isUnsigned: true, isBigEndian: true));

    /// <summary>The key as Go's json.Marshal writes its type.</summary>
    public static RegoObject ToGoJson(AsymmetricAlgorithm key)
    {
        var json = new RegoObject.Builder();
        if (key is RSA rsa)
        {
            var p = rsa.ExportParameters(true);
            json.Set("N", Number(p.Modulus));
            json.Set("E", Number(p.Exponent));
            json.Set("D", Number(p.D));
            json.Set("Primes", RegoArray.Create(Number(p.P), Number(p.Q)));
            var precomputed = new RegoObject.Builder();
            precomputed.Set("Dp", Number(p.DP));
            precomputed.Set("Dq", Number(p.DQ));
            precomputed.Set("Qinv", Number(p.InverseQ));
            precomputed.Set("CRTValues", RegoArray.Empty);
            json.Set("Precomputed", precomputed.Build());
            return json.Build();
        }

        var ec = ((ECDsa)key).ExportParameters(true);
        json.Set("Curve", RegoObject.Empty);
        json.Set("X", Number(ec.Q.X));
        json.Set("Y", Number(ec.Q.Y));
        json.Set("D", Number(ec.D));
        return json.Build();
    }

    /// <summary>The key as a JSON Web Key.</summary>
    public static RegoObject ToJwk(AsymmetricAlgorithm key)
    {
        var jwk = new RegoObject.Builder();
        if (key is RSA rsa)
        {
            var p = rsa.ExportParameters(true);
            jwk.Set("kty", new RegoString("RSA"));
            Set("n", p.Modulus);
            Set("e", p.Exponent);
            Set("d", p.D);
            Set("p", p.P);
            Set("q", p.Q);
            Set("dp", p.DP);
            Set("dq", p.DQ);
            Set("qi", p.InverseQ);
            return jwk.Build();
        }

        var ec = ((ECDsa)key).ExportParameters(true);
        jwk.Set("kty", new RegoString("EC"));
        jwk.Set("crv", new RegoString($"P-{(ec.Q.X!.Length == 66 ? 521 : ec.Q.X.Length * 8)}"));
        Set("x", ec.Q.X);
        Set("y", ec.Q.Y);
        Set("d", ec.D);
        return jwk.Build();

        void Set(string name, byte[]? bytes) => jwk.Set(name, new RegoString(System.Buffers.Text.Base64Url.EncodeToString(bytes)));
    }
}
