using Aspire.Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bouncer.Aspire.Embedded.Tests.Logging;

public class LogTests
{
    [Fact]
    public async Task Lines_AreForwardedUnderTheNameOfTheResource()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddShell("talker", "echo first; echo second"));

        await app.WaitForAsync("talker", KnownResourceStates.Finished);

        var lines = app.HostLog.Messages.Where(m => m.Contains(".Resources.", StringComparison.Ordinal));
        Assert.Equal(
            ["Bouncer.Aspire.Embedded.Tests.Resources.talker: Information: first", "Bouncer.Aspire.Embedded.Tests.Resources.talker: Information: second"],
            lines);
    }

    [Fact]
    public async Task Lines_AreNumbered_AndThoseOfStandardErrorAreMarked()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddShell("talker", "echo good; echo bad >&2"));

        await app.WaitForAsync("talker", KnownResourceStates.Finished);

        Assert.False((await app.WaitForLineAsync("talker", "good")).IsErrorMessage);
        Assert.True((await app.WaitForLineAsync("talker", "bad")).IsErrorMessage);
    }

    [Fact]
    public async Task LastLines_WithoutLineEnd_AreNotLost()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddShell("talker", "printf 'the end'"));

        await app.WaitForAsync("talker", KnownResourceStates.Finished);

        Assert.Equal("the end", (await app.WaitForLineAsync("talker", "the end")).Content);
    }

    [Fact]
    public async Task Logger_OfAResource_WritesIntoItsLog()
    {
        await using var app = await TestApplication.StartAsync(b => b.AddIdle("x"));
        var resource = app.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single();

        var logger = app.App.Services.GetRequiredService<ResourceLoggerService>().GetLogger(resource);
        LogFromOutside(logger, "hello from the AppHost");

        await app.WaitForLineAsync("x", "hello from the AppHost");
    }

    [Fact]
    public void Log_KeepsTheLatestLinesForThoseWhoComeLate()
    {
        var log = new ResourceLog();
        for (var i = 1; i <= ResourceLog.Capacity + 1; i++)
        {
            log.Add($"line {i}", isError: false);
        }

        var kept = log.All();

        Assert.Equal(ResourceLog.Capacity, kept.Count);
        Assert.Equal(new(2, "line 2", false), kept[0]);
    }

    [Theory]
    [InlineData("Bouncer.AppHost.Resources.image-bouncer-webhook", LogLevel.Information, "image-bouncer-webhook | text")]
    [InlineData("Bouncer.AppHost.Resources.image-bouncer-webhook", LogLevel.Error, "image-bouncer-webhook | ERROR: text")]
    [InlineData("Aspire.Hosting.Orchestration.ResourceRunner", LogLevel.Information, "apphost | text")]
    [InlineData("Aspire.Hosting.Orchestration.ResourceRunner", LogLevel.Warning, "apphost | warning: text")]
    [InlineData("Aspire.Hosting.Orchestration.ResourceRunner", LogLevel.Error, "apphost | ERROR: text")]
    public void Console_ShowsWhoSaidIt(string category, LogLevel level, string expected)
    {
        using var output = new StringWriter();

        new PrefixFormatter().Write(new LogEntry<string>(level, category, default, "text", exception: null, (state, _) => state), scopeProvider: null, output);

        Assert.Equal(expected + System.Environment.NewLine, output.ToString());
    }

    private static void LogFromOutside(ILogger logger, string text)
        => logger.Log(LogLevel.Information, default, text, exception: null, (state, _) => state);
}
