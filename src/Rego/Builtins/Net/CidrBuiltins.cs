using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Net;

/// <summary>Blocks of IP addresses.</summary>
internal static class CidrBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("net.cidr_contains", (_, operands) => RegoBoolean.Of(Contains(Operand.String(operands, 0), SecondString(operands[1])))),
        new("net.cidr_overlap", (_, operands) => RegoBoolean.Of(Contains(Operand.String(operands, 0), SecondString(operands[1])))),
        new("net.cidr_contains_matches", ContainsMatches),
        new("net.cidr_expand", Expand),
        new("net.cidr_intersects", Intersects),
        new("net.cidr_is_valid", (context, operands) => RegoBoolean.Of(operands[0] is RegoString text && IpNetwork.TryParse(text.Value, out _))),
        new("net.cidr_merge", CidrMerge.Merge),
    ];

    // OPA calls the second operand the first when it is no string.
    private static string SecondString(RegoValue value) => (value as RegoString)?.Value ?? throw Operand.Wrong(0, value, "string");

    internal static IpNetwork Network(string text)
        => IpNetwork.TryParse(text, out var network) ? network : throw new BuiltinException($"invalid CIDR address: {text}");

    private static bool Contains(string block, string other)
    {
        var network = Network(block);
        if (IpNetwork.TryParseAddress(other, out var address, out var bits))
        {
            (address, bits) = IpNetwork.Unmapped(address, bits);
            return network.Contains(address, bits);
        }

        return IpNetwork.TryParse(other, out var inner)
            ? network.Contains(inner.First, inner.Bits) && network.Contains(inner.Last, inner.Bits)
            : throw new BuiltinException($"not a valid textual representation of an IP address or CIDR: {other}");
    }

    private static RegoValue? Intersects(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var a = Network(Operand.String(operands, 0));
        var b = Network(SecondString(operands[1]));
        return RegoBoolean.Of(a.Contains(b.First, b.Bits) || b.Contains(a.First, a.Bits));
    }

    private static RegoValue? Expand(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var network = Network(Operand.String(operands, 0));
        context.CheckSize((System.Numerics.BigInteger)(network.Last - network.First) + 1);
        var addresses = new RegoSet.Builder();
        for (var address = network.First; ; address++)
        {
            addresses.Add(new RegoString(IpNetwork.Print(address, network.Bits)));
            if ((address & 0xFFF) == 0)
            {
                context.Cancellation.ThrowIfCancellationRequested();
            }

            if (address == network.Last)
            {
                return addresses.Build();
            }
        }
    }

    private static RegoValue? ContainsMatches(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var pairs = new RegoSet.Builder();
        var others = Candidates(operands[1], 2);
        foreach (var (block, index) in Candidates(operands[0], 1))
        {
            foreach (var (other, otherIndex) in others)
            {
                if (Contains((block as RegoString)?.Value ?? throw Operand.Wrong(0, block, "string"), SecondString(other)))
                {
                    pairs.Add(RegoArray.Create(index, otherIndex));
                }
            }
        }

        return pairs.Build();
    }

    /// <summary>Blocks with what they are found by: the index in an array, the key in an object, the element of a set itself.</summary>
    private static List<(RegoValue Block, RegoValue Index)> Candidates(RegoValue operand, int position) => operand switch
    {
        RegoString => [(operand, operand)],
        RegoArray array => [.. array.Select((item, i) => (Block(item, position), (RegoValue)RegoNumber.Of(i)))],
        RegoSet set => [.. set.Select(element => (Block(element, position), element))],
        RegoObject obj => [.. obj.Select(member => (Block(member.Value, position), member.Key))],
        _ => [],
    };

    private static RegoValue Block(RegoValue element, int position) => element switch
    {
        RegoString => element,
        RegoArray { Count: > 0 } tuple => tuple[0],
        _ => throw new BuiltinException($"operand {position}: element must be string or non-empty array"),
    };
}
