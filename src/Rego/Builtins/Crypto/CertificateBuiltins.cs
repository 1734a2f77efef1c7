using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Rego.Builtins.Encoding;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>Certificates, certificate requests and private keys.</summary>
internal static class CertificateBuiltins
{
    private static readonly RegoArray Invalid = RegoArray.Create(RegoBoolean.False, RegoArray.Empty);

    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("crypto.x509.parse_certificates", (_, operands) => ToJson(CertificateText.Parse(Operand.String(operands, 0)))),
        new("crypto.x509.parse_and_verify_certificates", (context, operands) => Verify(context, Operand.String(operands, 0), new ChainOptions())),
        new("crypto.x509.parse_and_verify_certificates_with_options", (context, operands) =>
            Verify(context, Operand.String(operands, 0), ChainOptions.Read(Operand.Object(operands, 1)))),
        new("crypto.x509.parse_certificate_request", ParseRequest),
        new("crypto.x509.parse_keypair", ParseKeyPair),
        new("crypto.x509.parse_rsa_private_key", ParseRsaKey),
        new("crypto.parse_private_keys", ParsePrivateKeys),
    ];

    private static RegoArray ToJson(IEnumerable<X509Certificate2> certificates)
    {
        try
        {
            return RegoArray.Of(certificates.Select(CertificateJson.Of).ToList());
        }
        catch (Exception wrong) when (wrong is AsnContentException or CryptographicException)
        {
            throw new BuiltinException("x509: malformed certificate");
        }
    }

    private static RegoArray Verify(BuiltinContext context, string text, ChainOptions options)
    {
        List<X509Certificate2> certificates;
        try
        {
            certificates = CertificateText.Parse(text);
        }
        catch (BuiltinException)
        {
            return Invalid;
        }

        if (certificates.Count < 2)
        {
            return Invalid; // a root and a leaf at least
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificates[0]);
        chain.ChainPolicy.ExtraStore.AddRange(certificates[1..^1].ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = options.Time ?? DateTimeOffset.UnixEpoch.AddTicks(context.NowNanoseconds / 100).LocalDateTime;
        foreach (var usage in options.Usages)
        {
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        }

        var leaf = certificates[^1];
        return chain.Build(leaf) && (options.DnsName.Length == 0 || leaf.MatchesHostname(options.DnsName, allowWildcards: true, allowCommonName: false))
            ? RegoArray.Create(RegoBoolean.True, ToJson(chain.ChainElements.Select(element => element.Certificate)))
            : Invalid;
    }

    private static RegoValue? ParseRequest(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var block = PemBlock.First(CertificateText.PemOrDecoded(Operand.String(operands, 0), "CERTIFICATE REQUEST"));
        if (block is null || block.Label != "CERTIFICATE REQUEST")
        {
            return context.Fail("invalid PEM-encoded certificate signing request");
        }

        try
        {
            return CertificateJson.OfRequest(block.Bytes);
        }
        catch (Exception wrong) when (wrong is AsnContentException or CryptographicException)
        {
            return context.Fail("asn1: structure error");
        }
    }

    private static RegoValue? ParseKeyPair(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var certificates = PemBlock.All(CertificateText.PemOrDecoded(Operand.String(operands, 0), "CERTIFICATE")).Where(block => block.Label == "CERTIFICATE").ToList();
        var keys = PrivateKeys.Parse(CertificateText.PemOrDecoded(Operand.String(operands, 1), "PRIVATE KEY"));
        if (certificates.Count == 0 || keys.Count == 0)
        {
            return context.Fail($"tls: failed to find any PEM data in {(certificates.Count == 0 ? "certificate" : "key")} input");
        }

        if (!Fits(certificates[0].Bytes, keys[0]))
        {
            return context.Fail("tls: private key does not match public key");
        }

        var pair = new RegoObject.Builder();
        pair.Set("Certificate", RegoArray.Of(certificates.Select(block => CertificateJson.Bytes(block.Bytes))));
        pair.Set("PrivateKey", PrivateKeys.ToGoJson(keys[0]));
        foreach (var field in (ReadOnlySpan<string>)["Leaf", "OCSPStaple", "SignedCertificateTimestamps", "SupportedSignatureAlgorithms"])
        {
            pair.Set(field, RegoNull.Instance);
        }

        return pair.Build();
    }

    private static bool Fits(byte[] der, AsymmetricAlgorithm key)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException)
        {
            throw new BuiltinException("x509: malformed certificate");
        }
    }

    private static RegoValue? ParseRsaKey(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        if (text.Length == 0)
        {
            return context.Fail("input PEM data was empty");
        }

        if (!text.StartsWith("-----BEGIN", StringComparison.Ordinal) && GoBase64.Decode(GoText.ToUtf8(text), url: false, padded: true, out var wrong) is null)
        {
            return context.Fail(GoBase64.Error(wrong));
        }

        var keys = PrivateKeys.Parse(text);
        return keys.Count == 0 ? RegoNull.Instance : PrivateKeys.ToJwk(keys[0]);
    }

    private static RegoValue? ParsePrivateKeys(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        return text.Length == 0 ? RegoNull.Instance : RegoArray.Of(PrivateKeys.Parse(text).Select(key => (RegoValue)PrivateKeys.ToGoJson(key)));
    }
}
