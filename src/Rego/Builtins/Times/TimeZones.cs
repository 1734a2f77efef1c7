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
        var moment = DateTimeOffset.UnixEpoch.AddTicks((long)Math.Floor(nanoseconds / 100m));
        var offset = zone.GetUtcOffset(moment);
        return new(nanoseconds, offset, Abbreviation(zone, moment, offset));
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
        var offset = zone.GetUtcOffset(Moment(utc.Nanoseconds));
        var guess = utc.Nanoseconds - ((Int128)offset.Ticks * 100);
        var second = zone.GetUtcOffset(Moment(guess));
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

    // .NET keeps no abbreviations (PST); Go prints the distance where a zone has none, and so do we.
    private static string Abbreviation(TimeZoneInfo zone, DateTimeOffset moment, TimeSpan offset)
        => ZoneAbbreviations.Find(zone.Id, moment) ?? $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh}{(offset.Minutes != 0 ? offset.ToString("mm", System.Globalization.CultureInfo.InvariantCulture) : "")}";
}
