using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Times;

/// <summary>Moments, as nanoseconds since 1970.</summary>
internal static class TimeBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("time.now_ns", (context, _) => RegoNumber.Of(context.NowNanoseconds)),
        new("time.parse_ns", (_, operands) => Nanoseconds(GoLayout.Parse(Named(Operand.String(operands, 0)), Operand.String(operands, 1)))),
        new("time.parse_rfc3339_ns", (_, operands) => Nanoseconds(GoLayout.Parse(GoLayout.Rfc3339, Operand.String(operands, 0)))),
        new("time.parse_duration_ns", ParseDuration),
        new("time.format", Format),
        new("time.date", (_, operands) => Date(Moment(operands[0], 0).Time)),
        new("time.clock", (_, operands) => Clock(Moment(operands[0], 0).Time)),
        new("time.weekday", (_, operands) => RegoNames.Of(Moment(operands[0], 0).Time.Weekday.ToString())),
        new("time.add_date", AddDate),
        new("time.diff", Difference),
    ];

    private static RegoNumber Nanoseconds(GoTime time)
        => time.Nanoseconds >= long.MinValue && time.Nanoseconds <= long.MaxValue
            ? RegoNumber.Of((long)time.Nanoseconds)
            : throw new BuiltinException("time outside of valid range");

    private static string Named(string layout) => layout switch
    {
        "ANSIC" => "Mon Jan _2 15:04:05 2006",
        "UnixDate" => "Mon Jan _2 15:04:05 MST 2006",
        "RubyDate" => "Mon Jan 02 15:04:05 -0700 2006",
        "RFC822" => "02 Jan 06 15:04 MST",
        "RFC822Z" => "02 Jan 06 15:04 -0700",
        "RFC850" => "Monday, 02-Jan-06 15:04:05 MST",
        "RFC1123" => "Mon, 02 Jan 2006 15:04:05 MST",
        "RFC1123Z" => "Mon, 02 Jan 2006 15:04:05 -0700",
        "RFC3339" => GoLayout.Rfc3339,
        "RFC3339Nano" => GoLayout.Rfc3339Nano,
        _ => layout,
    };

    private static RegoValue? ParseDuration(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
        => GoDuration.Parse(Operand.String(operands, 0), out var error) is { } duration ? RegoNumber.Of(duration) : context.Fail(error);

    /// <summary>A moment: nanoseconds, or an array of them, a time zone, and a layout.</summary>
    private static (GoTime Time, string Zone, string Layout) Moment(RegoValue operand, int index)
    {
        var value = operand;
        var zone = "";
        var layout = "";
        if (operand is RegoArray array)
        {
            value = array.Count > 0 ? array[0] : throw WrongMoment(operand);
            zone = array.Count > 1 ? Text(array[1]) : "";
            layout = array.Count > 2 ? Text(array[2]) : "";
            value = value as RegoNumber ?? throw Operand.Wrong(0, value, "number");
        }

        var number = value as RegoNumber ?? throw WrongMoment(operand);
        return Numbers.TryGetInteger(number, out var nanoseconds) && nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue
            ? (TimeZones.In((long)nanoseconds, zone), zone, layout)
            : throw new BuiltinException("timestamp too big");
    }

    private static string Text(RegoValue value) => (value as RegoString)?.Value ?? throw Operand.Wrong(0, value, "string");

    private static BuiltinException WrongMoment(RegoValue operand)
        => Operand.Wrong(0, $"must be either number (ns) or [number (ns), string (tz)] but got {operand.TypeName}");

    private static RegoValue? Format(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var (time, _, layout) = Moment(operands[0], 0);
        return RegoString.Of(GoLayout.Format(time, layout.Length == 0 ? GoLayout.Rfc3339Nano : Named(layout)));
    }

    private static RegoArray Date(GoTime time)
    {
        var (year, month, day) = time.Date;
        return RegoArray.Create(RegoNumber.Of(year), RegoNumber.Of(month), RegoNumber.Of(day));
    }

    private static RegoArray Clock(GoTime time) => RegoArray.Create(RegoNumber.Of(time.Hour), RegoNumber.Of(time.Minute), RegoNumber.Of(time.Second));

    private static RegoValue? AddDate(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var (time, zone, _) = Moment(operands[0], 0);
        var years = Operand.Integer(operands, 1);
        var months = Operand.Integer(operands, 2);
        var days = Operand.Integer(operands, 3);
        const long Far = 10_000_000; // beyond this nothing is in range
        if (Math.Abs((decimal)years) > Far || Math.Abs((decimal)months) > Far || Math.Abs((decimal)days) > Far)
        {
            return context.Fail("time outside of valid range");
        }

        var (year, month, day) = time.Date;
        return Nanoseconds(TimeZones.Local(year + years, month + months, day + days, time.SecondOfDay, time.Nanosecond, zone));
    }

    private static RegoValue? Difference(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var (first, zone, _) = Moment(operands[0], 0);
        var (second, _, _) = Moment(operands[1], 1);
        second = TimeZones.In((long)second.Nanoseconds, zone);
        (first, second) = first.Nanoseconds > second.Nanoseconds ? (second, first) : (first, second);
        var (y1, m1, d1) = first.Date;
        var (y2, m2, d2) = second.Date;
        var seconds = second.Second - first.Second;
        var minutes = second.Minute - first.Minute;
        var hours = second.Hour - first.Hour;
        var (days, months, years) = (d2 - d1, m2 - m1, y2 - y1);
        Borrow(ref seconds, ref minutes, 60);
        Borrow(ref minutes, ref hours, 60);
        Borrow(ref hours, ref days, 24);
        Borrow(ref days, ref months, GoTime.DaysIn(y1, m1));
        Borrow(ref months, ref years, 12);
        return RegoArray.Of(new[] { years, months, days, hours, minutes, seconds }.Select(n => (RegoValue)RegoNumber.Of(n)));
    }

    private static void Borrow(ref int small, ref int large, int size)
    {
        if (small < 0)
        {
            small += size;
            large--;
        }
    }
}
