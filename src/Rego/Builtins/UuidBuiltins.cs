using System.Buffers.Binary;
using System.Globalization;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>UUIDs.</summary>
internal static class UuidBuiltins
{
    // 100 ns steps between 15 October 1582, where UUIDs count from, and 1970.
    private const long GregorianToUnix = 122_192_928_000_000_000;

    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("uuid.parse", Parse),
        new("uuid.rfc4122", (context, operands) => context.Once("uuid.rfc4122", operands[0], () => New(context))),
    ];

    private static RegoString New(BuiltinContext context)
    {
        var bytes = new byte[16];
        context.Random(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(new Guid(bytes, bigEndian: true).ToString());
    }

    private static RegoValue? Parse(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        text = text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) && text.Length == 45 ? text[9..] : text;
        text = text.Length == 38 ? text[1..^1] : text;
        var isDashed = text.Length == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
        if (!(isDashed && Guid.TryParseExact(text, "D", out var guid)) && !(text.Length == 32 && Guid.TryParseExact(text, "N", out guid)))
        {
            return null;
        }

        var bytes = guid.ToByteArray(bigEndian: true);
        var version = bytes[6] >> 4;
        var parts = new RegoObject.Builder();
        parts.Set("version", RegoNumber.Of(version));
        parts.Set("variant", new RegoString(Variant(bytes[8])));
        if (version is 1 or 2)
        {
            AddNode(parts, bytes, version);
        }

        return parts.Build();
    }

    private static string Variant(byte octet) => octet switch
    {
        _ when (octet & 0xC0) == 0x80 => "RFC4122",
        _ when (octet & 0xE0) == 0xC0 => "Microsoft",
        _ when (octet & 0xE0) == 0xE0 => "Future",
        _ => "Reserved",
    };

    private static void AddNode(RegoObject.Builder parts, byte[] bytes, int version)
    {
        var node = bytes.AsSpan(10);
        parts.Set("nodeid", new RegoString(string.Join('-', node.ToArray().Select(b => b.ToString("x2", CultureInfo.InvariantCulture)))));
        parts.Set("macvariables", new RegoString($"{((node[0] & 2) != 0 ? "local" : "global")}:{((node[0] & 1) != 0 ? "multicast" : "unicast")}"));
        var low = version == 1 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        var time = low | ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(4)) << 32) | ((long)(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(6)) & 0xFFF) << 48);
        parts.Set("time", RegoNumber.Of((time - GregorianToUnix) * 100));
        parts.Set("clocksequence", RegoNumber.Of(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(8)) & 0x3FFF));
        if (version == 2)
        {
            parts.Set("id", RegoNumber.Of(BinaryPrimitives.ReadUInt32BigEndian(bytes)));
            parts.Set("domain", new RegoString(bytes[9] switch { 0 => "Person", 1 => "Group", 2 => "Org", var other => $"Domain{other}" }));
        }
    }
}
