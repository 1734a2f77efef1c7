using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Pages.Tests;

public class LogTextTests
{
    [Theory]
    [InlineData("{Outcome} in {Namespace}", "denied in {Outcome}")]
    [InlineData("{Other} stays", "{Other} stays")]
    [InlineData("{} and {0} stay", "{} and {0} stay")]
    public void Fields_ComeIntoTheTemplate_Once(string template, string expected)
    {
        var log = new LogRecord
        {
            Resource = new("service", "", "", []),
            Scope = new("", ""),
            Body = new(template),
            Attributes = [new("Outcome", new("denied")), new("Namespace", new("{Outcome}"))],
        };

        Assert.Equal(expected, LogText.Of(log));
    }
}
