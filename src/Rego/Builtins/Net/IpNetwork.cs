using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bouncer.Rego.Builtins.Net;

/// <summary>A block of addresses, read and printed as Go's net package does.</summary>
internal readonly record struct IpNetwork(UInt128 Address, int Bits, int Prefix)
{
    /// <summary>The lowest address.</summary>
    public UInt128 First => Address & ~HostMask;

    /// <summary>The highest address.</summary>
    public UInt128 Last => Address | HostMask;

    private UInt128 HostMask => Prefix == 0 ? (Bits == 128 ? UInt128.MaxValue : uint.MaxValue) : (UInt128.One << (Bits - Prefix)) - 1;

    /// <summary>Reads ADDRESS/PREFIX.</summary>
    public static bool TryParse(string text, out IpNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryParseAddress(text[..slash], out var address, out var bits))
        {
            return false;
        }

        var digits = text.AsSpan(slash + 1);
        if (digits.Length is 0 or > 3 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > bits)
        {
            return false;
        }

        network = new(address, bits, prefix);
        return true;
    }

    /// <summary>Reads an address. IPv4 takes four decimal parts without leading zeros; IPv6 takes no zone.</summary>
    public static bool TryParseAddress(string text, out UInt128 address, out int bits)
    {
        address = 0;
        bits = 0;
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            bits = 32;
            return TryParseV4(text, out address);
        }

        if (text.AsSpan().ContainsAny('%', '[', ']') || text.AsSpan().ContainsAny('/', ' ') || !IPAddress.TryParse(text, out var ip) || ip.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        var dots = text.LastIndexOf(':');
        if (text.AsSpan(dots).Contains('.') && !TryParseV4(text[(dots + 1)..], out _))
        {
            return false;
        }

        address = new(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(ip.GetAddressBytes()), System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(ip.GetAddressBytes().AsSpan(8)));
        bits = 128;
        return true;
    }

    private static bool TryParseV4(string text, out UInt128 address)
    {
        address = 0;
        var parts = text.Split('.');
        foreach (var part in parts)
        {
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            address = (address << 8) | number;
        }

        return parts.Length == 4;
    }

    public bool Contains(UInt128 address, int bits) => bits == Bits && address >= First && address <= Last;

    /// <summary>An address of IPv6 that stands for one of IPv4, as that; others as they are.</summary>
    public static (UInt128 Address, int Bits) Unmapped(UInt128 address, int bits)
        => bits == 128 && address >> 32 == 0xFFFF ? (address & uint.MaxValue, 32) : (address, bits);

    public override string ToString() => $"{Print(Address, Bits)}/{Prefix}";

    /// <summary>An address as Go prints it: the longest run of zeros left out, letters small.</summary>
    public static string Print(UInt128 address, int bits)
    {
        if (bits == 32)
        {
            return $"{(byte)(address >> 24)}.{(byte)(address >> 16)}.{(byte)(address >> 8)}.{(byte)address}";
        }

        Span<ushort> groups = stackalloc ushort[8];
        for (var i = 0; i < 8; i++)
        {
            groups[i] = (ushort)(address >> (112 - (16 * i)));
        }

        var (start, length) = LongestZeros(groups);
        var text = new StringBuilder();
        for (var i = 0; i < 8; i++)
        {
            if (i == start)
            {
                text.Append("::");
                i += length - 1;
                continue;
            }

            if (text.Length > 0 && text[^1] != ':')
            {
                text.Append(':');
            }

            text.Append(groups[i].ToString("x", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static (int Start, int Length) LongestZeros(ReadOnlySpan<ushort> groups)
    {
        var best = (Start: -1, Length: 1);
        for (var i = 0; i < 8; i++)
        {
            var end = i;
            while (end < 8 && groups[end] == 0)
            {
                end++;
            }

            best = end - i > best.Length ? (i, end - i) : best;
            i = Math.Max(i, end);
        }

        return best;
    }
}
