using System.Formats.Asn1;
using System.Net;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>The extensions of certificates as the fields of Go's x509.Certificate.</summary>
internal static class CertificateExtensions
{
    // What Go writes for a certificate without extensions.
    private static readonly string[] NullFields =
    [
        "AuthorityKeyId", "CRLDistributionPoints", "DNSNames", "EmailAddresses", "ExcludedDNSDomains", "ExcludedEmailAddresses", "ExcludedIPRanges",
        "ExcludedURIDomains", "ExtKeyUsage", "Extensions", "ExtraExtensions", "IPAddresses", "IssuingCertificateURL", "OCSPServer",
        "PermittedDNSDomains", "PermittedEmailAddresses", "PermittedIPRanges", "PermittedURIDomains", "Policies", "PolicyIdentifiers", "PolicyMappings",
        "SubjectKeyId", "URIStrings", "URIs", "UnhandledCriticalExtensions", "UnknownExtKeyUsage",
    ];

    private static readonly string[] Usages =
    [
        "2.5.29.37.0", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.5", "1.3.6.1.5.5.7.3.6",
        "1.3.6.1.5.5.7.3.7", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9", "1.3.6.1.4.1.311.10.3.3", "2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.2.1.22", "1.3.6.1.4.1.311.61.1.1",
    ];

    private static Asn1Tag Context(int number, bool constructed = false) => new(TagClass.ContextSpecific, number, constructed);

    /// <summary>Writes the fields of a certificate's extensions, which may follow its key.</summary>
    public static void Write(RegoObject.Builder json, AsnReader fields)
    {
        foreach (var field in NullFields)
        {
            json.Set(field, RegoNull.Instance);
        }

        foreach (var field in (ReadOnlySpan<string>)["InhibitAnyPolicy", "InhibitPolicyMapping", "KeyUsage", "MaxPathLen", "RequireExplicitPolicy"])
        {
            json.Set(field, RegoNumber.Zero);
        }

        foreach (var field in (ReadOnlySpan<string>)["BasicConstraintsValid", "IsCA", "InhibitAnyPolicyZero", "InhibitPolicyMappingZero", "MaxPathLenZero", "PermittedDNSDomainsCritical", "RequireExplicitPolicyZero"])
        {
            json.Set(field, RegoBoolean.False);
        }

        while (fields.HasData)
        {
            if (fields.PeekTag().HasSameClassAndValue(Context(3)))
            {
                Extensions(json, fields.ReadSequence(Context(3, true)).ReadSequence());
            }
            else
            {
                fields.ReadEncodedValue();
            }
        }
    }

    /// <summary>Writes the fields of the extensions a request asks for.</summary>
    public static void WriteRequested(RegoObject.Builder json, AsnReader fields)
    {
        foreach (var field in (ReadOnlySpan<string>)["Attributes", "DNSNames", "EmailAddresses", "Extensions", "ExtraExtensions", "IPAddresses", "URIs"])
        {
            json.Set(field, RegoNull.Instance);
        }

        json.Set("Attributes", RegoArray.Empty);
        if (!fields.HasData)
        {
            return;
        }

        var attributes = fields.ReadSetOf(skipSortOrderValidation: true, Context(0, true));
        while (attributes.HasData)
        {
            var attribute = attributes.ReadSequence();
            if (attribute.ReadObjectIdentifier() == "1.2.840.113549.1.9.14")
            {
                var names = new RegoObject.Builder();
                Extensions(names, attribute.ReadSetOf(skipSortOrderValidation: true).ReadSequence());
                var requested = names.Build();
                foreach (var field in (ReadOnlySpan<string>)["DNSNames", "EmailAddresses", "Extensions", "IPAddresses", "URIs"])
                {
                    if (requested.TryGet(field, out var value))
                    {
                        json.Set(field, value);
                    }
                }
            }
        }
    }

    private static void Extensions(RegoObject.Builder json, AsnReader extensions)
    {
        var all = new List<RegoValue>();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var id = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            var entry = new RegoObject.Builder();
            entry.Set("Id", DistinguishedNameJson.ObjectId(id));
            entry.Set("Critical", RegoBoolean.Of(critical));
            entry.Set("Value", CertificateJson.Bytes(value));
            all.Add(entry.Build());
            One(json, id, new AsnReader(value, AsnEncodingRules.DER));
        }

        json.Set("Extensions", RegoArray.Of(all));
    }

    private static void One(RegoObject.Builder json, string id, AsnReader value)
    {
        switch (id)
        {
            case "2.5.29.15":
                json.Set("KeyUsage", RegoNumber.Of(KeyUsage(value.ReadBitString(out _))));
                break;
            case "2.5.29.37":
                ExtendedUsage(json, value.ReadSequence());
                break;
            case "2.5.29.19":
                BasicConstraints(json, value.ReadSequence());
                break;
            case "2.5.29.14":
                json.Set("SubjectKeyId", CertificateJson.Bytes(value.ReadOctetString()));
                break;
            case "2.5.29.35":
                var identifier = value.ReadSequence();
                if (identifier.HasData && identifier.PeekTag().HasSameClassAndValue(Context(0)))
                {
                    json.Set("AuthorityKeyId", CertificateJson.Bytes(identifier.ReadOctetString(Context(0))));
                }

                break;
            case "2.5.29.17":
                AlternativeNames(json, value.ReadSequence());
                break;
            case "2.5.29.32":
                Policies(json, value.ReadSequence());
                break;
            case "2.5.29.31":
                DistributionPoints(json, value.ReadSequence());
                break;
            case "1.3.6.1.5.5.7.1.1":
                Access(json, value.ReadSequence());
                break;
        }
    }

    // Bit 0 of the certificate is 1 in Go.
    private static int KeyUsage(byte[] bits)
    {
        var usage = 0;
        for (var i = 0; i < 9 && i / 8 < bits.Length; i++)
        {
            usage |= (bits[i / 8] & (0x80 >> (i % 8))) != 0 ? 1 << i : 0;
        }

        return usage;
    }

    private static void ExtendedUsage(RegoObject.Builder json, AsnReader ids)
    {
        var known = new List<RegoValue>();
        var unknown = new List<RegoValue>();
        while (ids.HasData)
        {
            var id = ids.ReadObjectIdentifier();
            var number = Array.IndexOf(Usages, id);
            (number < 0 ? unknown : known).Add(number < 0 ? DistinguishedNameJson.ObjectId(id) : RegoNumber.Of(number));
        }

        SetList(json, "ExtKeyUsage", known);
        SetList(json, "UnknownExtKeyUsage", unknown);
    }

    private static void SetList(RegoObject.Builder json, string name, List<RegoValue> values)
    {
        if (values.Count > 0)
        {
            json.Set(name, RegoArray.Of(values));
        }
    }

    private static void BasicConstraints(RegoObject.Builder json, AsnReader constraints)
    {
        var isCa = constraints.HasData && constraints.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && constraints.ReadBoolean();
        var length = constraints.HasData ? (long)constraints.ReadInteger() : -1;
        json.Set("BasicConstraintsValid", RegoBoolean.True);
        json.Set("IsCA", RegoBoolean.Of(isCa));
        json.Set("MaxPathLen", RegoNumber.Of(length));
        json.Set("MaxPathLenZero", RegoBoolean.Of(length == 0));
    }

    private static void AlternativeNames(RegoObject.Builder json, AsnReader names)
    {
        var (dns, mail, ips, uris) = (new List<RegoValue>(), new List<RegoValue>(), new List<RegoValue>(), new List<RegoValue>());
        while (names.HasData)
        {
            var tag = names.PeekTag();
            switch (tag.TagClass == TagClass.ContextSpecific ? tag.TagValue : -1)
            {
                case 1:
                    mail.Add(Ia5(names, tag));
                    break;
                case 2:
                    dns.Add(Ia5(names, tag));
                    break;
                case 6:
                    uris.Add(Ia5(names, tag));
                    break;
                case 7:
                    ips.Add(new RegoString(new IPAddress(names.ReadOctetString(tag)).ToString()));
                    break;
                default:
                    names.ReadEncodedValue();
                    break;
            }
        }

        SetList(json, "DNSNames", dns);
        SetList(json, "EmailAddresses", mail);
        SetList(json, "IPAddresses", ips);
        SetList(json, "URIStrings", uris);
        SetList(json, "URIs", [.. uris.Select(uri => GoUrlJson.Of(((RegoString)uri).Value))]);
    }

    private static RegoString Ia5(AsnReader reader, Asn1Tag tag) => new(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag));

    private static void Policies(RegoObject.Builder json, AsnReader policies)
    {
        var ids = new List<string>();
        while (policies.HasData)
        {
            ids.Add(policies.ReadSequence().ReadObjectIdentifier());
        }

        SetList(json, "PolicyIdentifiers", [.. ids.Select(DistinguishedNameJson.ObjectId)]);
        SetList(json, "Policies", [.. ids.Select(id => new RegoString(id))]);
    }

    private static void DistributionPoints(RegoObject.Builder json, AsnReader points)
    {
        var urls = new List<RegoValue>();
        while (points.HasData)
        {
            var point = points.ReadSequence();
            if (!point.HasData || !point.PeekTag().HasSameClassAndValue(Context(0)))
            {
                continue;
            }

            var name = point.ReadSequence(Context(0, true));
            if (!name.HasData || !name.PeekTag().HasSameClassAndValue(Context(0)))
            {
                continue;
            }

            var full = name.ReadSequence(Context(0, true));
            while (full.HasData)
            {
                var tag = full.PeekTag();
                if (tag.HasSameClassAndValue(Context(6)))
                {
                    urls.Add(Ia5(full, tag));
                }
                else
                {
                    full.ReadEncodedValue();
                }
            }
        }

        SetList(json, "CRLDistributionPoints", urls);
    }

    private static void Access(RegoObject.Builder json, AsnReader descriptions)
    {
        var (ocsp, issuers) = (new List<RegoValue>(), new List<RegoValue>());
        while (descriptions.HasData)
        {
            var description = descriptions.ReadSequence();
            var method = description.ReadObjectIdentifier();
            var tag = description.PeekTag();
            if (tag.HasSameClassAndValue(Context(6)))
            {
                (method == "1.3.6.1.5.5.7.48.1" ? ocsp : issuers).Add(Ia5(description, tag));
            }
        }

        SetList(json, "OCSPServer", ocsp);
        SetList(json, "IssuingCertificateURL", issuers);
    }
}
