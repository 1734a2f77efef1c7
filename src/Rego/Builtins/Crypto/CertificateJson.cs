using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>Certificates and requests as the JSON Go writes of its x509 types, which is what policies read of them.</summary>
internal sealed class CertificateJson
{
    private readonly RegoObject.Builder json = new();

    public static RegoObject Of(X509Certificate2 certificate)
    {
        var writer = new CertificateJson();
        writer.Certificate(certificate.RawData);
        return writer.json.Build();
    }

    /// <summary>A certificate request in DER.</summary>
    public static RegoObject OfRequest(byte[] der)
    {
        var writer = new CertificateJson();
        writer.Request(der);
        return writer.json.Build();
    }

    internal static RegoValue Bytes(ReadOnlySpan<byte> bytes) => new RegoString(Convert.ToBase64String(bytes));

    private void Certificate(byte[] der)
    {
        json.Set("Raw", Bytes(der));
        var outer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var body = outer.PeekEncodedValue();
        json.Set("RawTBSCertificate", Bytes(body.Span));
        var fields = outer.ReadSequence();
        Signature(outer);
        var version = 1;
        var context = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (fields.PeekTag().HasSameClassAndValue(context))
        {
            version = (int)fields.ReadSequence(context).ReadInteger() + 1;
        }

        json.Set("Version", RegoNumber.Of(version));
        json.Set("SerialNumber", RegoNumber.Of(fields.ReadInteger()));
        fields.ReadSequence();
        json.Set("RawIssuer", Bytes(fields.PeekEncodedValue().Span));
        json.Set("Issuer", DistinguishedNameJson.Of(fields.ReadSequence()));
        var validity = fields.ReadSequence();
        json.Set("NotBefore", Time(validity));
        json.Set("NotAfter", Time(validity));
        json.Set("RawSubject", Bytes(fields.PeekEncodedValue().Span));
        json.Set("Subject", DistinguishedNameJson.Of(fields.ReadSequence()));
        Key(fields);
        CertificateExtensions.Write(json, fields);
    }

    private void Request(byte[] der)
    {
        json.Set("Raw", Bytes(der));
        var outer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        json.Set("RawTBSCertificateRequest", Bytes(outer.PeekEncodedValue().Span));
        var fields = outer.ReadSequence();
        Signature(outer);
        json.Set("Version", RegoNumber.Of((long)fields.ReadInteger()));
        json.Set("RawSubject", Bytes(fields.PeekEncodedValue().Span));
        json.Set("Subject", DistinguishedNameJson.Of(fields.ReadSequence()));
        Key(fields);
        CertificateExtensions.WriteRequested(json, fields);
    }

    private void Signature(AsnReader outer)
    {
        var algorithm = outer.ReadSequence();
        var id = algorithm.ReadObjectIdentifier();
        json.Set("SignatureAlgorithm", RegoNumber.Of(SignatureAlgorithm(id, algorithm)));
        json.Set("Signature", Bytes(outer.ReadBitString(out _)));
    }

    // Go's numbers of signature algorithms.
    private static int SignatureAlgorithm(string id, AsnReader parameters) => id switch
    {
        "1.2.840.113549.1.1.4" => 2,
        "1.2.840.113549.1.1.5" => 3,
        "1.2.840.113549.1.1.11" => 4,
        "1.2.840.113549.1.1.12" => 5,
        "1.2.840.113549.1.1.13" => 6,
        "1.2.840.10040.4.3" => 7,
        "2.16.840.1.101.3.4.3.2" => 8,
        "1.2.840.10045.4.1" => 9,
        "1.2.840.10045.4.3.2" => 10,
        "1.2.840.10045.4.3.3" => 11,
        "1.2.840.10045.4.3.4" => 12,
        "1.2.840.113549.1.1.10" => PssAlgorithm(parameters),
        "1.3.101.112" => 16,
        _ => 0,
    };

    private static int PssAlgorithm(AsnReader parameters)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var hash = parameters.ReadSequence();
        return hash.HasData && hash.PeekTag().HasSameClassAndValue(tag)
            ? hash.ReadSequence(tag).ReadSequence().ReadObjectIdentifier() switch
            {
                "2.16.840.1.101.3.4.2.1" => 13,
                "2.16.840.1.101.3.4.2.2" => 14,
                "2.16.840.1.101.3.4.2.3" => 15,
                _ => 0,
            }
            : 0;
    }

    private void Key(AsnReader fields)
    {
        var info = fields.ReadEncodedValue();
        json.Set("RawSubjectPublicKeyInfo", Bytes(info.Span));
        var key = PublicKey.CreateFromSubjectPublicKeyInfo(info.Span, out _);
        json.Set("PublicKeyAlgorithm", RegoNumber.Of(key.Oid.Value switch
        {
            "1.2.840.113549.1.1.1" => 1,
            "1.2.840.10040.4.1" => 2,
            "1.2.840.10045.2.1" => 3,
            "1.3.101.112" => 4,
            _ => 0,
        }));
        json.Set("PublicKey", PublicKeyJson(key));
    }

    private static RegoValue PublicKeyJson(PublicKey key)
    {
        var parts = new RegoObject.Builder();
        if (key.GetRSAPublicKey() is { } rsa)
        {
            using (rsa)
            {
                var parameters = rsa.ExportParameters(false);
                parts.Set("N", Number(parameters.Modulus));
                parts.Set("E", Number(parameters.Exponent));
            }

            return parts.Build();
        }

        if (key.GetECDsaPublicKey() is { } ec)
        {
            using (ec)
            {
                var point = ec.ExportParameters(false).Q;
                parts.Set("Curve", RegoObject.Empty);
                parts.Set("X", Number(point.X));
                parts.Set("Y", Number(point.Y));
            }

            return parts.Build();
        }

        return key.Oid.Value == "1.3.101.112" ? Bytes(key.EncodedKeyValue.RawData) : RegoNull.Instance;
    }

    private static RegoNumber Number(byte[]? bytes) => RegoNumber.Of(new BigInteger(bytes ?? [], isUnsigned: true, isBigEndian: true));

    private static RegoString Time(AsnReader validity)
    {
        var time = validity.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? validity.ReadUtcTime() : validity.ReadGeneralizedTime();
        return new(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }
}
