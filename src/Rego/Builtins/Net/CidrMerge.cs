using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Net;

/// <summary>net.cidr_merge: the fewest blocks for some blocks and addresses. IPv4 takes part as its block of IPv6.</summary>
internal static class CidrMerge
{
    private static readonly UInt128 V4 = (UInt128)0xFFFF << 32;

    public static RegoValue? Merge(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        IEnumerable<RegoValue> elements = operands[0] switch
        {
            RegoArray array => array,
            RegoSet set => set,
            _ => throw new BuiltinException("operand must be an array"),
        };
        var ranges = elements.Select(Read).Select(network => new Range(Mapped(network.First, network.Bits), Mapped(network.Last, network.Bits), network)).ToList();
        ranges.Sort(static (a, b) => a.Last != b.Last ? a.Last.CompareTo(b.Last) : a.First.CompareTo(b.First));
        for (var i = ranges.Count - 1; i > 0; i--)
        {
            var before = ranges[i].First == 0 ? 0 : ranges[i].First - 1;
            if (before <= ranges[i - 1].Last)
            {
                ranges[i - 1] = new(UInt128.Min(ranges[i - 1].First, ranges[i].First), ranges[i].Last, null);
                ranges.RemoveAt(i);
            }
        }

        var merged = new RegoSet.Builder();
        foreach (var range in ranges)
        {
            if (range.Network is { } network)
            {
                merged.Add(new RegoString(network.ToString()));
            }
            else
            {
                AddBlocks(merged, range.First, range.Last);
            }
        }

        return merged.Build();
    }

    private static UInt128 Mapped(UInt128 address, int bits) => bits == 32 ? V4 | address : address;

    private static IpNetwork Read(RegoValue element)
    {
        var text = (element as RegoString)?.Value ?? throw new BuiltinException("element must be string");
        if (!IpNetwork.TryParseAddress(text, out var address, out var bits))
        {
            var network = CidrBuiltins.Network(text);
            return network with { Address = network.First };
        }

        (address, bits) = IpNetwork.Unmapped(address, bits);
        if (bits != 32)
        {
            throw new BuiltinException("IPv6 invalid: needs prefix length");
        }

        // Go's default mask: by the class of the address.
        var firstByte = (byte)(address >> 24);
        return new(address, 32, firstByte < 128 ? 8 : firstByte < 192 ? 16 : 24);
    }

    private static void AddBlocks(RegoSet.Builder merged, UInt128 first, UInt128 last)
    {
        while (true)
        {
            // The largest block that begins here and does not go beyond the end.
            var size = first == 0 ? 128 : (int)UInt128.TrailingZeroCount(first);
            while (size > 0 && (size == 128 ? last != UInt128.MaxValue : (UInt128.One << size) - 1 > last - first))
            {
                size--;
            }

            var isV4 = first >> 32 == 0xFFFF && size <= 32;
            merged.Add(new RegoString((isV4 ? new IpNetwork(first & uint.MaxValue, 32, 32 - size) : new IpNetwork(first, 128, 128 - size)).ToString()));
            var end = size == 128 ? UInt128.MaxValue : first + ((UInt128.One << size) - 1);
            if (end >= last)
            {
                return;
            }

            first = end + 1;
        }
    }

    /// <summary>All addresses from one to another; the block they were written as, unless they come from many.</summary>
    private sealed record Range(UInt128 First, UInt128 Last, IpNetwork? Network);
}
