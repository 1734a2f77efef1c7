namespace Bouncer.Dashboard.Pages.Tests;

public class SentAddressesTests
{
    [Fact]
    public void OnlyTheLastAddress_Counts()
    {
        var sent = new SentAddresses();
        sent.Add(Searching("q"));
        sent.Add(Searching("qu"));

        Assert.True(sent.IsOvertaken(Searching("q")));
        Assert.False(sent.IsOvertaken(Searching("qu")));
        Assert.False(sent.IsOvertaken(Searching("qu")));
    }

    [Fact]
    public void Link_CountsAtOnce()
    {
        var sent = new SentAddresses();
        sent.Add(Searching("q"));
        sent.Add(Searching("qu"));

        Assert.False(sent.IsOvertaken(Searching("link")));
        Assert.False(sent.IsOvertaken(Searching("q")));
    }

    private static DecisionAddress Searching(string text) => new() { Text = text };
}
