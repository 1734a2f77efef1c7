using Bouncer.Dashboard.Queries;

namespace Bouncer.Dashboard.Components;

/// <summary>How far back a page looks.</summary>
/// <param name="Key">As addresses have it.</param>
/// <param name="Name">As people say it.</param>
/// <param name="Length">How long that is.</param>
/// <param name="Parts">How many parts charts of it have, so that each is a time people count in.</param>
public sealed record TimeRange(string Key, string Name, TimeSpan Length, int Parts)
{
    /// <summary>The one that is meant where nothing is said.</summary>
    public static TimeRange Standard { get; } = new("1h", "hour", TimeSpan.FromHours(1), 60);

    /// <summary>All, shortest first.</summary>
    public static IReadOnlyList<TimeRange> All { get; } =
    [
        new("15m", "15 minutes", TimeSpan.FromMinutes(15), 60),
        Standard,
        new("6h", "6 hours", TimeSpan.FromHours(6), 72),
        new("24h", "24 hours", TimeSpan.FromDays(1), 96),
    ];

    /// <summary>How long a part of a chart is.</summary>
    public TimeSpan Part => Length / Parts;

    /// <summary>The one of a key; the standard one for any other text.</summary>
    public static TimeRange Of(string? key) => All.FirstOrDefault(range => range.Key == key) ?? Standard;

    /// <summary>The window that ends now, moved to whole parts: bars stay what they are while time goes on.</summary>
    public TimeWindow Before(DateTimeOffset now)
    {
        var end = new DateTimeOffset((now.UtcTicks / Part.Ticks + 1) * Part.Ticks, TimeSpan.Zero);
        return TimeWindow.Before(end, Length);
    }
}
