using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Rego.Builtins.Encoding;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>Certificates from text: PEM, or base64 of PEM, or base64 of DER.</summary>
internal static class CertificateText
{
    private const string Begin = "-----BEGIN";

    public static List<X509Certificate2> Parse(string text)
    {
        if (text.StartsWith(Begin, StringComparison.Ordinal))
        {
            return OfPem(text);
        }

        var bytes = GoBase64.Decode(GoText.ToUtf8(text), url: false, padded: true, out var wrong) ?? throw new BuiltinException(GoBase64.Error(wrong));
        return bytes.AsSpan().StartsWith("-----BEGIN"u8) ? OfPem(System.Text.Encoding.ASCII.GetString(bytes)) : OfDer(bytes);
    }

    private static List<X509Certificate2> OfPem(string text)
    {
        var blocks = PemBlock.All(text).ToList();
        var other = blocks.Find(block => block.Label != "CERTIFICATE");
        return other is null
            ? OfDer([.. blocks.SelectMany(block => block.Bytes)])
            : throw new BuiltinException($"PEM block type is '{other.Label}', expected CERTIFICATE");
    }

    // Certificates one behind the other.
    private static List<X509Certificate2> OfDer(byte[] der)
    {
        var certificates = new List<X509Certificate2>();
        try
        {
            for (var rest = der.AsSpan(); !rest.IsEmpty;)
            {
                System.Formats.Asn1.AsnDecoder.ReadSequence(rest, System.Formats.Asn1.AsnEncodingRules.BER, out _, out _, out var length);
                certificates.Add(X509CertificateLoader.LoadCertificate(rest[..length]));
                rest = rest[length..];
            }

            return certificates;
        }
        catch (Exception wrong) when (wrong is CryptographicException or System.Formats.Asn1.AsnContentException)
        {
            throw new BuiltinException("x509: malformed certificate");
        }
    }

    /// <summary>Text that is PEM, or base64 of something.</summary>
    public static string PemOrDecoded(string text, string label)
    {
        if (text.StartsWith(Begin, StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = GoBase64.Decode(GoText.ToUtf8(text), url: false, padded: true, out var wrong) ?? throw new BuiltinException(GoBase64.Error(wrong));
        return bytes.AsSpan().StartsWith("-----BEGIN"u8) ? System.Text.Encoding.ASCII.GetString(bytes) : PemEncoding.WriteString(label, bytes);
    }
}
