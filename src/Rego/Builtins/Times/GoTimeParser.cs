using System.Globalization;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Times;

/// <summary>Reads a moment in a layout, as leniently and as strictly as Go: one or two digits here, two there, fractions always.</summary>
internal sealed class GoTimeParser
{
    private readonly string layout;
    private readonly string text;
    private string rest;
    private string piece = "";
    private string following = "";
    private int year;
    private int month = -1;
    private int day = -1;
    private int dayOfYear = -1;
    private int hour;
    private int minute;
    private int second;
    private int nanosecond;
    private bool? afternoon;
    private int? offset;
    private string zone = "";

    public GoTimeParser(string layout, string text)
    {
        this.layout = layout;
        this.text = rest = text;
    }

    public GoTime Run()
    {
        for (var open = layout; ;)
        {
            var (before, next, after) = GoLayout.Next(open);
            Skip(before);
            if (next.Length == 0)
            {
                return rest.Length == 0 ? Moment() : throw Wrong(": extra text: " + GoQuote.Quote(rest));
            }

            (piece, following, open) = (next, after, after);
            var start = rest;
            if (!Read())
            {
                throw CannotParse(start, piece);
            }
        }
    }

    private BuiltinException CannotParse(string value, string element)
        => new($"parsing time {GoQuote.Quote(text)} as {GoQuote.Quote(layout)}: cannot parse {GoQuote.Quote(value)} as {GoQuote.Quote(element)}");

    private BuiltinException Wrong(string what) => new($"parsing time {GoQuote.Quote(text)}{what}");

    private BuiltinException OutOfRange(string what) => Wrong($": {what} out of range");

    // Any number of spaces stands for any other number of them.
    private void Skip(string before)
    {
        for (var prefix = before; prefix.Length > 0;)
        {
            if (prefix[0] == ' ')
            {
                if (rest.Length > 0 && rest[0] != ' ')
                {
                    throw CannotParse(rest, prefix);
                }

                prefix = prefix.TrimStart(' ');
                rest = rest.TrimStart(' ');
                continue;
            }

            if (rest.Length == 0 || rest[0] != prefix[0])
            {
                throw CannotParse(rest, prefix);
            }

            prefix = prefix[1..];
            rest = rest[1..];
        }
    }

    private bool Read() => piece switch
    {
        "2006" => Digits(4, out year),
        "06" => ShortYear(),
        "January" => Name(GoLayout.Months, full: true, out month) && ++month > 0,
        "Jan" => Name(GoLayout.Months, full: false, out month) && ++month > 0,
        "01" or "1" => Number(piece == "01", out month) && Check(month is >= 1 and <= 12, "month"),
        "Monday" => Name(GoLayout.Days, full: true, out _),
        "Mon" => Name(GoLayout.Days, full: false, out _),
        "_2" => SkipSpace(1) && Number(false, out day),
        "02" or "2" => Number(piece == "02", out day),
        "__2" => SkipSpace(2) && DayOfYear(false),
        "002" => DayOfYear(true),
        "15" => Number(false, out hour) && Check(hour < 24, "hour"),
        "03" or "3" => Number(piece == "03", out hour) && Check(hour <= 12, "hour"),
        "04" or "4" => Number(piece == "04", out minute) && Check(minute < 60, "minute"),
        "05" or "5" => Number(piece == "05", out second) && Check(second < 60, "second") && FractionBehindSecond(),
        "PM" => HalfDay("PM", "AM"),
        "pm" => HalfDay("pm", "am"),
        "MST" => ZoneName(),
        _ when piece[0] is '.' or ',' => piece[1] == '0' ? Fraction(piece.Length) : OptionalFraction(),
        _ => Offset(),
    };

    private bool Check(bool isInRange, string what) => isInRange ? true : throw OutOfRange(what);

    private bool SkipSpace(int most)
    {
        for (; most > 0 && rest.StartsWith(' '); most--)
        {
            rest = rest[1..];
        }

        return true;
    }

    private bool Digits(int count, out int value)
    {
        value = 0;
        if (rest.Length < count || !int.TryParse(rest.AsSpan(0, count), NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        rest = rest[count..];
        return true;
    }

    /// <summary>One or two digits, or just two.</summary>
    private bool Number(bool two, out int value)
        => rest.Length > 1 && char.IsAsciiDigit(rest[0]) && char.IsAsciiDigit(rest[1]) ? Digits(2, out value) : Digits(two ? 2 : 1, out value);

    private bool ShortYear()
    {
        var read = Digits(2, out year);
        year += year >= 69 ? 1900 : 2000;
        return read;
    }

    private bool DayOfYear(bool three)
    {
        var count = three ? 3 : rest.TakeWhile(char.IsAsciiDigit).Take(3).Count();
        return count > 0 && Digits(count, out dayOfYear);
    }

    private bool Name(string[] names, bool full, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            var name = full ? names[index] : names[index][..3];
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[name.Length..];
                return true;
            }
        }

        return false;
    }

    private bool HalfDay(string after, string before)
    {
        if (!rest.StartsWith(after, StringComparison.Ordinal) && !rest.StartsWith(before, StringComparison.Ordinal))
        {
            return false;
        }

        afternoon = rest.StartsWith(after, StringComparison.Ordinal);
        rest = rest[2..];
        return true;
    }

    private bool HasFraction => rest.Length >= 2 && rest[0] is '.' or ',' && char.IsAsciiDigit(rest[1]);

    // A fraction may follow the seconds although the layout has none there.
    private bool FractionBehindSecond()
    {
        var next = GoLayout.Next(following).Piece;
        return next.Length > 0 && next[0] is '.' or ',' || OptionalFraction();
    }

    private bool OptionalFraction() => !HasFraction || Fraction(1 + rest.Skip(1).TakeWhile(char.IsAsciiDigit).Count());

    private bool Fraction(int length)
    {
        if (rest.Length < length || rest[0] is not ('.' or ',') || !rest.AsSpan(1, length - 1).ContainsOnlyDigits())
        {
            return false;
        }

        var digits = rest[1..Math.Min(length, 10)];
        nanosecond = int.Parse(digits.PadRight(9, '0'), CultureInfo.InvariantCulture);
        rest = rest[length..];
        return true;
    }

    private bool Offset()
    {
        if (piece[0] == 'Z' && rest.StartsWith('Z'))
        {
            rest = rest[1..];
            offset = 0;
            zone = "UTC";
            return true;
        }

        var form = piece.Replace('Z', '-');
        if (rest.Length < form.Length || rest[0] is not ('+' or '-'))
        {
            return false;
        }

        var digits = "";
        for (var i = 1; i < form.Length; i++)
        {
            if (form[i] == ':' ? rest[i] != ':' : !char.IsAsciiDigit(rest[i]))
            {
                return false;
            }

            digits += form[i] == ':' ? "" : rest[i];
        }

        digits = digits.PadRight(6, '0');
        var parts = Enumerable.Range(0, 3).Select(i => int.Parse(digits.AsSpan(i * 2, 2), CultureInfo.InvariantCulture)).ToArray();
        Check(parts[0] <= 24, "time zone offset hour");
        Check(parts[1] <= 60, "time zone offset minute");
        Check(parts[2] <= 60, "time zone offset second");
        offset = ((parts[0] * 3600) + (parts[1] * 60) + parts[2]) * (rest[0] == '-' ? -1 : 1);
        rest = rest[form.Length..];
        return true;
    }

    private bool ZoneName()
    {
        if (rest.StartsWith("UTC", StringComparison.Ordinal))
        {
            rest = rest[3..];
            (offset, zone) = (0, "UTC");
            return true;
        }

        var length = ZoneNameLength();
        zone = rest[..length];
        rest = rest[length..];
        return length > 0;
    }

    private int ZoneNameLength()
    {
        if (rest.Length < 3)
        {
            return 0;
        }

        if (rest.StartsWith("ChST", StringComparison.Ordinal) || rest.StartsWith("MeST", StringComparison.Ordinal))
        {
            return 4;
        }

        if (rest.StartsWith("GMT", StringComparison.Ordinal))
        {
            return 3 + SignedHours(rest.AsSpan(3));
        }

        if (rest[0] is '+' or '-')
        {
            return SignedHours(rest);
        }

        var upper = rest.TakeWhile(char.IsAsciiLetterUpper).Take(6).Count();
        return upper switch
        {
            3 => 3,
            4 when rest[3] == 'T' || rest.StartsWith("WITA", StringComparison.Ordinal) => 4,
            5 when rest[4] == 'T' => 5,
            _ => 0,
        };
    }

    // +7, -11: hours up to a day
    private static int SignedHours(ReadOnlySpan<char> value)
    {
        if (value.Length < 2 || value[0] is not ('+' or '-'))
        {
            return 0;
        }

        var digits = value[1..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? value.Length - 1 : digits;
        return digits is > 0 and < 5 && int.Parse(value.Slice(1, digits), CultureInfo.InvariantCulture) < 24 ? 1 + digits : 0;
    }

    private GoTime Moment()
    {
        hour += afternoon == true && hour < 12 ? 12 : 0;
        hour = afternoon == false && hour == 12 ? 0 : hour;
        if (dayOfYear >= 0)
        {
            FromDayOfYear();
        }

        month = month < 0 ? 1 : month;
        day = day < 0 ? 1 : day;
        Check(day >= 1 && day <= GoTime.DaysIn(year, month), "day");

        // A zone's name alone says nothing of its distance, but GMT+3 does.
        if (offset is null && zone.Length > 3 && zone.StartsWith("GMT", StringComparison.Ordinal))
        {
            offset = int.Parse(zone.AsSpan(3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) * 3600;
        }

        return GoTime.Of(year, month, day, (hour * 3600) + (minute * 60) + second, nanosecond, TimeSpan.FromSeconds(offset ?? 0), zone);
    }

    private void FromDayOfYear()
    {
        Check(dayOfYear >= 1 && dayOfYear <= (GoTime.IsLeap(year) ? 366 : 365), "day-of-year");
        var (m, d) = (1, dayOfYear);
        for (; d > GoTime.DaysIn(year, m); m++)
        {
            d -= GoTime.DaysIn(year, m);
        }

        if (month >= 0 && month != m)
        {
            throw Wrong(": day-of-year does not match month");
        }

        if (day >= 0 && day != d)
        {
            throw Wrong(": day-of-year does not match day");
        }

        (month, day) = (m, d);
    }
}

/// <summary>Digits of a text.</summary>
internal static class DigitSpans
{
    public static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
