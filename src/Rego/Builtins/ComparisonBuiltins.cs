using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Order, equality and membership. Total: every value compares with every other.</summary>
internal static class ComparisonBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("equal", (_, operands) => RegoBoolean.Of(operands[0].Equals(operands[1]))),
        new("neq", (_, operands) => RegoBoolean.Of(!operands[0].Equals(operands[1]))),
        new("lt", (_, operands) => RegoBoolean.Of(operands[0].CompareTo(operands[1]) < 0)),
        new("lte", (_, operands) => RegoBoolean.Of(operands[0].CompareTo(operands[1]) <= 0)),
        new("gt", (_, operands) => RegoBoolean.Of(operands[0].CompareTo(operands[1]) > 0)),
        new("gte", (_, operands) => RegoBoolean.Of(operands[0].CompareTo(operands[1]) >= 0)),
        new("internal.member_2", Member),
        new("internal.member_3", MemberWithKey),
    ];

    private static RegoValue? Member(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var wanted = operands[0];
        switch (operands[1])
        {
            case RegoSet set:
                return RegoBoolean.Of(set.Contains(wanted));
            case RegoArray array:
                foreach (var item in array)
                {
                    if (item.Equals(wanted))
                    {
                        return RegoBoolean.True;
                    }
                }

                return RegoBoolean.False;
            case RegoObject obj:
                foreach (var (_, value) in obj)
                {
                    if (value.Equals(wanted))
                    {
                        return RegoBoolean.True;
                    }
                }

                return RegoBoolean.False;
            default:
                return RegoBoolean.False;
        }
    }

    private static RegoValue? MemberWithKey(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
        => RegoBoolean.Of(operands[2].Lookup(operands[0]) is { } found && found.Equals(operands[1]));
}
