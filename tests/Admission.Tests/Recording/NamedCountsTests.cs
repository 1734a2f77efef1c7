using Bouncer.Admission.Recording;

namespace Bouncer.Admission.Tests.Recording;

public class NamedCountsTests
{
    [Fact]
    public void FirstNames_AreKeptAndLaterOnesAreCountedTogether()
    {
        var counts = new NamedCounts(2);
        foreach (var name in (string[])["a", "b", "c", "a", "d", "c"])
        {
            counts.Add(name);
        }

        Assert.Equal([("a", 2), ("b", 1), ("other", 3)], counts.Read().Order());
    }

    [Fact]
    public void AsManyNamesAsTheLimit_LeaveNoOther()
    {
        var counts = new NamedCounts(2);
        counts.Add("a");
        counts.Add("b");

        Assert.Equal([("a", 1), ("b", 1)], counts.Read().Order());
    }

    [Fact]
    public void LimitOfNothing_CountsEverythingTogether()
    {
        var counts = new NamedCounts(0);
        counts.Add("a");

        Assert.Equal([("other", 1)], counts.Read());
    }

    [Fact]
    public void NamesOfManyThreads_AreBoundedAndNoneIsLost()
    {
        var counts = new NamedCounts(10);
        Parallel.For(0, 20_000, i => counts.Add($"name-{i % 100}"));

        Assert.Equal(11, counts.Read().Count());
        Assert.Equal(20_000, counts.Read().Sum(c => c.Count));
        Assert.All(counts.Read().SkipLast(1), c => Assert.Equal(200, c.Count));
    }
}
