using System.Text;
using System.Text.Json.Nodes;
using Bouncer.ServiceDefaults.JsonLines;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.ServiceDefaults.Tests.JsonLines;

/// <summary>What a line of the console says.</summary>
public sealed partial class JsonLineProviderTests : IDisposable
{
    private readonly MemoryStream _stream = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 14, 0, 0, 250, TimeSpan.FromHours(2)));

    public void Dispose() => _stream.Dispose();

    [Fact]
    public void Line_HasTheNamesOfDotNetsOwnConsole()
    {
        var line = Assert.Single(Write(log => LogReview(log, "denied", "a \"quoted\" <image>", 1.5, 3, 7, true, null)));

        Assert.Equal(
            """{"Timestamp":"2026-05-01T12:00:00.250Z","EventId":7,"LogLevel":"Warning","Category":"Bouncer.Tests","Message":"denied: a \"quoted\" <image> in 1.5 ms, 3, 7, True, ","State":{"Outcome":"denied","Reason":"a \"quoted\" <image>","Milliseconds":1.5,"Count":3,"Bytes":7,"IsLast":true,"Nothing":null,"{OriginalFormat}":"{Outcome}: {Reason} in {Milliseconds} ms, {Count}, {Bytes}, {IsLast}, {Nothing}"}}""",
            line);
    }

    [Fact]
    public void Exception_StandsInTheLineWhole()
    {
        var line = Assert.Single(Write(log => LogBroken(log, new InvalidOperationException("first\nsecond"))));

        Assert.Equal("System.InvalidOperationException: first\nsecond", (string)JsonNode.Parse(line)!["Exception"]!);
    }

    [Fact]
    public void WhatStrangersWrote_IsOneLineOfJson()
    {
        const string Hostile = "a\nb\u001b[31m\u2028\uD800\"}";

        var line = Assert.Single(Write(log => LogReview(log, Hostile, "", double.NaN, 0, 0, false, new Uri("http://a.example/"))));

        var state = JsonNode.Parse(line)!["State"]!;
        Assert.Equal("a\nb\u001b[31m\u2028\uFFFD\"}", (string)state["Outcome"]!);
        Assert.Equal(("NaN", "http://a.example/"), ((string)state["Milliseconds"]!, (string)state["Nothing"]!));
        Assert.DoesNotContain('\u001b', line);
    }

    [Fact]
    public void Fields_OfOtherStates_AreWrittenToo_AndPlainTextsHaveNone()
    {
        var lines = Write(log =>
        {
            log.Log(LogLevel.Information, default, (IReadOnlyList<KeyValuePair<string, object?>>)[new("event_type", "x")], null, (_, _) => "message");
            log.Log(LogLevel.Information, default, "text", null, (text, _) => text);
        });

        Assert.Equal("x", (string)JsonNode.Parse(lines[0])!["State"]!["event_type"]!);
        Assert.Equal(("text", null), ((string)JsonNode.Parse(lines[1])!["Message"]!, JsonNode.Parse(lines[1])!["State"]));
    }

    private string[] Write(Action<ILogger> log)
    {
        using (var provider = new JsonLineProvider(_stream, _time))
        {
            log(provider.CreateLogger("Bouncer.Tests"));
        }

        var text = Encoding.UTF8.GetString(_stream.ToArray());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "{Outcome}: {Reason} in {Milliseconds} ms, {Count}, {Bytes}, {IsLast}, {Nothing}")]
    private static partial void LogReview(ILogger log, string outcome, string reason, double milliseconds, int count, long bytes, bool isLast, Uri? nothing);

    [LoggerMessage(EventId = 8, Level = LogLevel.Error, Message = "broken")]
    private static partial void LogBroken(ILogger log, Exception exception);
}
