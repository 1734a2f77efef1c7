using System.Formats.Asn1;
using System.Globalization;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>Distinguished names as Go's pkix.Name.</summary>
internal static class DistinguishedNameJson
{
    private static readonly (string Id, string Name)[] Lists =
    [
        ("2.5.4.6", "Country"), ("2.5.4.10", "Organization"), ("2.5.4.11", "OrganizationalUnit"), ("2.5.4.7", "Locality"),
        ("2.5.4.8", "Province"), ("2.5.4.9", "StreetAddress"), ("2.5.4.17", "PostalCode"),
    ];

    public static RegoObject Of(AsnReader name)
    {
        var values = new List<(string Id, string Text)>();
        while (name.HasData)
        {
            var set = name.ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                var pair = set.ReadSequence();
                values.Add((pair.ReadObjectIdentifier(), Text(pair)));
            }
        }

        var json = new RegoObject.Builder();
        foreach (var (id, field) in Lists)
        {
            var texts = values.Where(value => value.Id == id).Select(value => (RegoValue)new RegoString(value.Text)).ToList();
            json.Set(field, texts.Count == 0 ? RegoNull.Instance : RegoArray.Of(texts));
        }

        json.Set("SerialNumber", new RegoString(values.LastOrDefault(value => value.Id == "2.5.4.5").Text ?? ""));
        json.Set("CommonName", new RegoString(values.LastOrDefault(value => value.Id == "2.5.4.3").Text ?? ""));
        json.Set("Names", values.Count == 0 ? RegoNull.Instance : RegoArray.Of(values.Select(Pair)));
        json.Set("ExtraNames", RegoNull.Instance);
        return json.Build();
    }

    private static RegoValue Pair((string Id, string Text) value)
    {
        var pair = new RegoObject.Builder();
        pair.Set("Type", ObjectId(value.Id));
        pair.Set("Value", new RegoString(value.Text));
        return pair.Build();
    }

    internal static RegoArray ObjectId(string id)
        => RegoArray.Of(id.Split('.').Select(part => (RegoValue)RegoNumber.Of(System.Numerics.BigInteger.Parse(part, CultureInfo.InvariantCulture))));

    private static string Text(AsnReader pair)
    {
        var tag = pair.PeekTag();
        return tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is var kind
            && kind is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
                or UniversalTagNumber.T61String or UniversalTagNumber.BMPString or UniversalTagNumber.NumericString
            ? pair.ReadCharacterString(kind)
            : GoText.FromUtf8(pair.ReadEncodedValue().Span);
    }
}
