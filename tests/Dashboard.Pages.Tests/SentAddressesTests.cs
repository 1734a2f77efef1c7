namespace Bouncer.Dashboard.Pages.Tests;

public class SentAddressesTests
{
    [Fact]
    public void OnlyTheLastAddress_Counts()
    {
        var sent = new SentAddresses();
        sent.Add(Searching("q"));
        sent.Add(Searching("qu"));

        Assert.Equal(Arrival.Overtaken, sent.Arrive(Searching("q")));
        Assert.Equal(Arrival.Last, sent.Arrive(Searching("qu")));
        Assert.Equal(Arrival.Last, sent.Arrive(Searching("qu")));
    }

    [Fact]
    public void Link_CountsAtOnce()
    {
        var sent = new SentAddresses();
        sent.Add(Searching("q"));
        sent.Arrive(Searching("q"));

        Assert.Equal(Arrival.Last, sent.Arrive(Searching("link")));
    }

    [Fact]
    public void Link_IsDisplaced_ByWhatIsOnItsWay_UntilItIsSentItself()
    {
        var sent = new SentAddresses();
        sent.Add(Searching("q"));
        sent.Add(Searching("qu"));

        Assert.Equal(Arrival.Displaced, sent.Arrive(Searching("link")));
        sent.Add(Searching("link"));
        Assert.Equal(Arrival.Overtaken, sent.Arrive(Searching("q")));
        Assert.Equal(Arrival.Overtaken, sent.Arrive(Searching("qu")));
        Assert.Equal(Arrival.Last, sent.Arrive(Searching("link")));
    }

    private static DecisionAddress Searching(string text) => new() { Text = text };
}
