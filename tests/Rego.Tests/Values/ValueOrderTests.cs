using Bouncer.Rego.Values;
using FsCheck.Xunit;

namespace Bouncer.Rego.Tests.Values;

[Properties(Arbitrary = [typeof(Generated)], MaxTest = 400)]
public class ValueOrderTests
{
    [Property]
    public bool Order_IsAntisymmetric(RegoValue a, RegoValue b) => Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a));

    [Property]
    public bool Order_IsTransitive(RegoValue a, RegoValue b, RegoValue c)
    {
        RegoValue[] sorted = [a, b, c];
        Array.Sort(sorted);
        return sorted[0].CompareTo(sorted[1]) <= 0 && sorted[1].CompareTo(sorted[2]) <= 0 && sorted[0].CompareTo(sorted[2]) <= 0;
    }

    [Property]
    public bool Equality_IsOrderZero(RegoValue a, RegoValue b) => a.Equals(b) == (a.CompareTo(b) == 0);

    [Property]
    public bool EqualValues_HaveEqualHashCodes(RegoValue a, RegoValue b) => !a.Equals(b) || a.GetHashCode() == b.GetHashCode();

    [Property]
    public bool Set_HasEveryElementOnceAndInOrder(RegoValue[] values)
    {
        var set = RegoSet.Create(values);
        var sorted = new SortedSet<RegoValue>(values);
        return set.SequenceEqual(sorted) && values.All(set.Contains);
    }

    [Property]
    public bool Object_KeepsTheLastOfDoubledKeys(RegoValue[] keys)
    {
        var obj = RegoObject.Create([.. keys.Select((key, i) => KeyValuePair.Create(key, (RegoValue)RegoNumber.Of(i)))]);
        return keys.All(key => obj.TryGet(key, out var value) && value.Equals(RegoNumber.Of(Array.LastIndexOf(keys, key))));
    }

    [Property]
    public bool SetsMadeInAnotherOrder_AreEqual(RegoValue[] values)
    {
        var forward = RegoSet.Create(values);
        var backward = RegoSet.Create([.. values.Reverse()]);
        return forward.Equals(backward) && forward.GetHashCode() == backward.GetHashCode() && forward.ToString().Length >= 2;
    }

    [Fact]
    public void Kinds_AreOrderedAsInOpa()
    {
        RegoValue[] sorted =
            [RegoNull.Instance, RegoBoolean.False, RegoBoolean.True, RegoNumber.Of(7), RegoString.Empty, RegoArray.Empty, RegoObject.Empty, RegoSet.Empty];
        Assert.Equal(sorted, sorted.Reverse().Order());
    }

    [Fact]
    public void Text_IsOrderedByItsUtf8Bytes()
        => Assert.Equal(["a", "\u00e9", "\ud7ff", "\ue000", "\uffff", "\U00010000"], new[] { "\U00010000", "\uffff", "\ue000", "\ud7ff", "\u00e9", "a" }
            .Select(text => new RegoString(text)).Order().Select(text => text.Value));

    [Fact]
    public void AnArrayThatNestsTooDeeply_CannotBeMade()
    {
        var value = RegoArray.Create(RegoNull.Instance);
        for (var depth = 1; depth < RegoValue.MaxDepth; depth++)
        {
            value = RegoArray.Create(value);
        }

        Assert.Equal(RegoValue.MaxDepth * 2 + 4, value.ToString().Length);
        Assert.Throws<ValueTooDeepException>(() => RegoArray.Create(value));
    }
}
