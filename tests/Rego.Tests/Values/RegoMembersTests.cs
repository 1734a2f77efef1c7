using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tests.Values;

/// <summary>Objects whose members are made when they are asked for.</summary>
public sealed class RegoMembersTests
{
    [Fact]
    public void Lookup_MakesOneMember()
    {
        var members = new Squares(10);
        var deferred = RegoObject.Deferred(members);

        Assert.Equal(RegoNumber.Of(9), deferred.Lookup(new RegoString("3")));
        Assert.Null(deferred.Lookup(new RegoString("10")));
        Assert.Null(deferred.Lookup(RegoNumber.Of(3)));
        Assert.Equal(1, members.Made);
    }

    [Fact]
    public void Lookup_InMany_MakesAllOnce()
    {
        var members = new Squares(33);
        var deferred = RegoObject.Deferred(members);

        Assert.Equal(RegoNumber.Of(9), deferred.Lookup(new RegoString("3")));
        Assert.Equal(RegoNumber.Of(16), deferred.Lookup(new RegoString("4")));
        Assert.Null(deferred.Lookup(new RegoString("33")));
        Assert.Equal(33, members.Made);
    }

    [Fact]
    public void Object_IsEqualToOneThatIsMade()
    {
        var made = RegoObject.Create([.. Enumerable.Range(0, 5).Select(i => KeyValuePair.Create<RegoValue, RegoValue>(new RegoString($"{i}"), RegoNumber.Of(i * i)))]);
        var deferred = RegoObject.Deferred(new Squares(5));

        Assert.Equal(made, deferred);
        Assert.Equal(made.GetHashCode(), deferred.GetHashCode());
        Assert.Equal(5, deferred.Count);
        Assert.Equal(0, made.CompareTo(deferred));
    }

    [Fact]
    public void Nesting_IsThatOfTheDeepestPart()
    {
        RegoValue deep = RegoNull.Instance;
        for (var i = 1; i < RegoValue.MaxDepth; i++)
        {
            deep = RegoArray.Create(deep);
        }

        _ = RegoObject.Deferred(new Squares(1), deep);
        Assert.Throws<ValueTooDeepException>(() => RegoObject.Deferred(new Squares(1), null, RegoArray.Create(deep)));
    }

    /// <summary>Numbers below a limit, with their squares.</summary>
    private sealed class Squares(int limit) : RegoMembers
    {
        public int Made { get; private set; }

        public override int MaxCount => limit;

        public override RegoValue? Find(RegoString name) => int.Parse(name.Value, null) is var n && n < limit ? Square(n) : null;

        public override void AddTo(RegoObject.Builder members)
        {
            for (var i = 0; i < limit; i++)
            {
                members.Set($"{i}", Square(i));
            }
        }

        private RegoNumber Square(int n)
        {
            Made++;
            return RegoNumber.Of(n * n);
        }
    }
}
