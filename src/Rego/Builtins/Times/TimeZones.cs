namespace Bouncer.Rego.Builtins.Times;

/// <summary>Time zones by their IANA names, from the system's database.</summary>
internal static class TimeZones
{
    /// <summary>A moment in a zone.</summary>
    /// <exception cref="BuiltinException">There is no such zone.</exception>
    public static GoTime In(long nanoseconds, string name)
    {
        if (name is "" or "UTC")
        {
            return new(nanoseconds, TimeSpan.Zero, "UTC");
        }

        var zone = Find(name);
        var offset = OffsetAt(zone, DateTimeOffset.UnixEpoch.AddTicks((long)Math.Floor(nanoseconds / 100m)), out var abbreviation);
        return new(nanoseconds, offset, abbreviation ?? "");
    }

    /// <summary>A local date and time in a zone.</summary>
    public static GoTime Local(long year, long month, long day, long secondOfDay, long nanosecond, string name)
    {
        var utc = GoTime.Of(year, month, day, secondOfDay, nanosecond, TimeSpan.Zero, "UTC");
        if (name is "" or "UTC" || utc.Nanoseconds > long.MaxValue || utc.Nanoseconds < long.MinValue)
        {
            return utc;
        }

        // As Go: guess the offset at the same time in UTC, and look again with it.
        var zone = Find(name);
        var offset = OffsetAt(zone, Moment(utc.Nanoseconds), out _);
        var guess = utc.Nanoseconds - ((Int128)offset.Ticks * 100);
        var second = OffsetAt(zone, Moment(guess), out _);
        return new(utc.Nanoseconds - ((Int128)second.Ticks * 100), second, "");
    }

    private static DateTimeOffset Moment(Int128 nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100));

    private static TimeZoneInfo Find(string name)
    {
        // Windows names and paths are no IANA names.
        if (name != "Local" && (name.Contains("..", StringComparison.Ordinal) || name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal)))
        {
            throw new BuiltinException("time: invalid location name");
        }

        try
        {
            return name == "Local" ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception notFound) when (notFound is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new BuiltinException($"unknown time zone {name}");
        }
    }

    // .NET rounds old offsets to minutes and keeps no abbreviations: as far as the zone's file goes, it knows better.
    private static TimeSpan OffsetAt(TimeZoneInfo zone, DateTimeOffset moment, out string? abbreviation)
    {
        var file = ZoneFile.Of(zone.Id);
        if (file.At(moment.ToUnixTimeSeconds()) is { } kind)
        {
            abbreviation = kind.Name;
            return TimeSpan.FromSeconds(kind.Offset);
        }

        var offset = zone.GetUtcOffset(moment);
        abbreviation = file.LastNameOf((int)offset.TotalSeconds);
        return offset;
    }
}
