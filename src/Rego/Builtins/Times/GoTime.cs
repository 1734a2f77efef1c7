namespace Bouncer.Rego.Builtins.Times;

/// <summary>
/// A moment with the nanoseconds .NET's types lack, in a time zone. Years are Go's: any, though builtins give and take what fits in
/// 64 bits of nanoseconds around 1970.
/// </summary>
/// <param name="Nanoseconds">Since 1970, UTC.</param>
/// <param name="Offset">The zone's distance from UTC at this moment.</param>
/// <param name="Zone">The zone's abbreviation; empty if only the distance is known.</param>
internal readonly record struct GoTime(Int128 Nanoseconds, TimeSpan Offset, string Zone)
{
    private const long PerSecond = 1_000_000_000;
    private const long DaysTo1970 = 719_162; // from 1 January of year 1

    private Int128 LocalSeconds => Floor(Nanoseconds, PerSecond) + (long)Offset.TotalSeconds;

    private static Int128 Floor(Int128 value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);

    private long Days => (long)Floor(LocalSeconds, 86_400);

    public int Nanosecond => (int)(Nanoseconds - (Floor(Nanoseconds, PerSecond) * PerSecond));

    public int SecondOfDay => (int)(LocalSeconds - ((Int128)Days * 86_400));

    public int Hour => SecondOfDay / 3600;

    public int Minute => SecondOfDay / 60 % 60;

    public int Second => SecondOfDay % 60;

    public DayOfWeek Weekday => (DayOfWeek)(((Days + 4) % 7 + 7) % 7);

    public (int Year, int Month, int Day) Date => FromDays(Days);

    public int DayOfYear
    {
        get
        {
            var (year, _, _) = Date;
            return (int)(Days - ToDays(year, 1, 1)) + 1;
        }
    }

    /// <summary>The moment of a local date and time at a distance from UTC. Months and days may be out of range, as in Go.</summary>
    public static GoTime Of(long year, long month, long day, long secondOfDay, long nanosecond, TimeSpan offset, string zone = "")
        => new(((((Int128)ToDays(year, month, day) * 86_400) + secondOfDay - (long)offset.TotalSeconds) * PerSecond) + nanosecond, offset, zone);

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysIn(long year, int month) => month == 2 ? IsLeap(year) ? 29 : 28 : month is 4 or 6 or 9 or 11 ? 30 : 31;

    /// <summary>Days since 1970 of a date of the Gregorian calendar.</summary>
    public static long ToDays(long year, long month, long day)
    {
        month--;
        year += (long)Math.Floor(month / 12.0);
        var m = (int)(((month % 12) + 12) % 12) + 1;
        var y = year - 1;
        var days = (y * 365) + FloorDiv(y, 4) - FloorDiv(y, 100) + FloorDiv(y, 400);
        for (var i = 1; i < m; i++)
        {
            days += DaysIn(year, i);
        }

        return days + day - 1 - DaysTo1970;
    }

    private static long FloorDiv(long a, long b) => a >= 0 ? a / b : -((-a + b - 1) / b);

    private static (int Year, int Month, int Day) FromDays(long days)
    {
        // 400 years have always the same number of days.
        days += DaysTo1970;
        var era = FloorDiv(days, 146_097);
        days -= era * 146_097;
        var year = (era * 400) + Math.Min(399, days / 365) + 1;
        while (ToDays(year, 1, 1) + DaysTo1970 - (era * 146_097) > days)
        {
            year--;
        }

        var rest = days - (ToDays(year, 1, 1) + DaysTo1970 - (era * 146_097));
        var month = 1;
        for (; rest >= DaysIn(year, month); month++)
        {
            rest -= DaysIn(year, month);
        }

        return ((int)year, month, (int)rest + 1);
    }
}
