using System.Globalization;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tests.Values;

public class RegoObjectChangesTests
{
    [Theory]
    [InlineData("{}", "a", """{"a": 9}""")]
    [InlineData("""{"a": 1}""", "a", """{"a": 9}""")]
    [InlineData("""{"b": 1}""", "a", """{"a": 9, "b": 1}""")]
    [InlineData("""{"a": 1, "c": 3}""", "b", """{"a": 1, "b": 9, "c": 3}""")]
    public void With_SetsOneMemberOfACopy(string start, string key, string expected)
    {
        var before = (RegoObject)RegoJson.Parse(start);

        var after = before.With(new RegoString(key), RegoNumber.Of(9));

        Assert.Equal(expected, after.ToString());
        Assert.Equal(RegoJson.Parse(expected), after);
        Assert.Equal(start, before.ToString());
    }

    [Theory]
    [InlineData("""{"a": 1}""", "a", "{}")]
    [InlineData("""{"a": 1, "b": 2, "c": 3}""", "a", """{"b": 2, "c": 3}""")]
    [InlineData("""{"a": 1, "b": 2, "c": 3}""", "b", """{"a": 1, "c": 3}""")]
    [InlineData("""{"a": 1, "b": 2, "c": 3}""", "c", """{"a": 1, "b": 2}""")]
    public void Without_LeavesOneMemberOut(string start, string key, string expected)
    {
        var before = (RegoObject)RegoJson.Parse(start);

        var after = before.Without(new RegoString(key));

        Assert.Equal(expected, after.ToString());
        Assert.Equal(RegoJson.Parse(expected), after);
        Assert.Equal(start, before.ToString());
    }

    [Fact]
    public void Without_AKeyThatIsNotThereIsTheSameObject()
    {
        var start = (RegoObject)RegoJson.Parse("""{"a": 1}""");

        Assert.Same(start, start.Without(new RegoString("b")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ManyChanges_KeepEveryMemberFoundAndInOrder(bool walked)
    {
        var random = new Random(5);
        var expected = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var actual = RegoObject.Empty;
        for (var change = 0; change < 3000; change++)
        {
            var name = random.Next(200).ToString("000", CultureInfo.InvariantCulture);
            if (random.Next(5) < 2)
            {
                actual = actual.Without(new RegoString(name));
                expected.Remove(name);
            }
            else
            {
                actual = actual.With(new RegoString(name), RegoNumber.Of(change));
                expected[name] = change;
            }

            Assert.Equal(expected.ContainsKey(name), actual.TryGet(name, out _));
            Assert.Equal(expected.Count, actual.Count);

            // Walking through an object makes its order, which later changes then keep.
            if (walked || change == 2999)
            {
                Assert.Equal(expected.Select(e => $"\"{e.Key}\": {e.Value}"), actual.Select(m => $"{m.Key}: {m.Value}"));
            }
        }
    }

    [Fact]
    public void With_CannotNestDeeperThanValuesMay()
    {
        RegoValue deep = RegoNumber.One;
        for (var depth = 0; depth < RegoValue.MaxDepth; depth++)
        {
            deep = RegoArray.Create(deep);
        }

        Assert.Throws<ValueTooDeepException>(() => RegoObject.Empty.With(new RegoString("a"), deep));
    }
}
