using System.Globalization;
using Bouncer.Rego.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Bouncer.Rego.Tests.Values;

/// <summary>Values for property tests: every kind, nested a little, with many near-equal numbers and texts.</summary>
public static class Generated
{
    private static readonly string[] Texts =
        ["", "a", "A", "ab", "b", "a\"b", "\u00e9", "\uffff", "\U00010000", "\U0001F600", "\udc80", "a\udcff", "x\n\u0001<>&\u2028"];

    private static readonly string[] Numbers =
        ["0", "-0", "0.0", "1", "1.0", "1e0", "10e-1", "1.5", "1.50", "-1", "100", "1e2", "9007199254740993", "9007199254740992.5",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e19", "10000000000000000000", "1e400", "-1e400", "1e-400", "0.1"];

    public static Arbitrary<RegoValue> Value() => Arb.From(Gen.Sized(size => Of(Math.Min(size / 10, 3))));

    private static Gen<RegoValue> Of(int depth)
    {
        var scalar = Gen.OneOf(
            Gen.Elements<RegoValue>(RegoNull.Instance, RegoBoolean.True, RegoBoolean.False),
            Gen.Elements(Texts).Select(text => (RegoValue)new RegoString(text)),
            Gen.Elements(Numbers).Select(text => (RegoValue)RegoNumber.Parse(text)),
            Gen.Choose(-300, 3000).Select(n => (RegoValue)RegoNumber.Of(n)));
        if (depth == 0)
        {
            return scalar;
        }

        var items = Of(depth - 1).ListOf().Where(list => list.Count < 12);
        return Gen.OneOf(
            scalar,
            items.Select(list => (RegoValue)RegoArray.Create([.. list])),
            items.Select(list => (RegoValue)RegoSet.Create([.. list])),
            items.Select(list => (RegoValue)RegoObject.Create([.. list.Select((item, i) => KeyValuePair.Create(item, list[^(i + 1)]))])));
    }

    internal static RegoNumber N(double value) => RegoNumber.Parse(value.ToString(CultureInfo.InvariantCulture));
}
