using System.Globalization;
using System.Text;

namespace Bouncer.Rego.Builtins.Times;

/// <summary>Layouts of Go's time package: the reference time 2006-01-02 15:04:05 MST -0700 written as one wants it.</summary>
internal static class GoLayout
{
    public const string Rfc3339 = "2006-01-02T15:04:05Z07:00";
    public const string Rfc3339Nano = "2006-01-02T15:04:05.999999999Z07:00";

    internal static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    internal static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    // Longer ones before those they begin with.
    private static readonly string[] Fixed =
    [
        "January", "Monday", "2006", "-07:00:00", "-070000", "-07:00", "-0700", "-07", "Z07:00:00", "Z070000", "Z07:00", "Z0700", "Z07",
        "002", "01", "02", "03", "04", "05", "06", "15", "MST", "__2", "_2", "PM", "pm", "1", "2", "3", "4", "5",
    ];

    /// <summary>The text before the next piece of the reference time, the piece, and what follows it. No piece: the layout ends.</summary>
    public static (string Before, string Piece, string After) Next(string layout)
    {
        for (var i = 0; i < layout.Length; i++)
        {
            var rest = layout.AsSpan(i);
            var piece = Short(rest, "Jan", "January") ?? Short(rest, "Mon", "Monday") ?? Fraction(rest);
            if (piece is null && !rest.StartsWith("_2006"))
            {
                foreach (var candidate in Fixed)
                {
                    if (rest.StartsWith(candidate))
                    {
                        piece = candidate;
                        break;
                    }
                }
            }

            if (piece is not null)
            {
                return (layout[..i], piece, layout[(i + piece.Length)..]);
            }
        }

        return (layout, "", "");
    }

    private static string? Short(ReadOnlySpan<char> rest, string name, string full)
        => rest.StartsWith(name) && !rest.StartsWith(full) && !(rest.Length > 3 && char.IsAsciiLetterLower(rest[3])) ? name : null;

    // .000 and .999, with nothing but them up to the next character that is no digit
    private static string? Fraction(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] is not ('.' or ',') || rest[1] is not ('0' or '9'))
        {
            return null;
        }

        var end = 1;
        while (end < rest.Length && rest[end] == rest[1])
        {
            end++;
        }

        return end < rest.Length && char.IsAsciiDigit(rest[end]) ? null : rest[..end].ToString();
    }

    /// <summary>A moment in a layout.</summary>
    public static string Format(GoTime time, string layout)
    {
        var text = new StringBuilder();
        while (layout.Length > 0)
        {
            var (before, piece, after) = Next(layout);
            text.Append(before);
            if (piece.Length > 0)
            {
                Append(text, time, piece);
            }

            layout = after;
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, GoTime time, string piece)
    {
        var (year, month, day) = time.Date;
        switch (piece)
        {
            case "2006":
                text.Append(year < 0 ? "-" : "").Append(Digits(Math.Abs(year), 4));
                break;
            case "06":
                text.Append(Digits(Math.Abs(year) % 100, 2));
                break;
            case "January":
                text.Append(Months[month - 1]);
                break;
            case "Jan":
                text.Append(Months[month - 1], 0, 3);
                break;
            case "01" or "1":
                text.Append(Digits(month, piece.Length));
                break;
            case "Monday":
                text.Append(Days[(int)time.Weekday]);
                break;
            case "Mon":
                text.Append(Days[(int)time.Weekday], 0, 3);
                break;
            case "02" or "2":
                text.Append(Digits(day, piece.Length));
                break;
            case "_2":
                text.Append(Digits(day, 1).PadLeft(2));
                break;
            case "__2":
                text.Append(Digits(time.DayOfYear, 1).PadLeft(3));
                break;
            case "002":
                text.Append(Digits(time.DayOfYear, 3));
                break;
            case "15":
                text.Append(Digits(time.Hour, 2));
                break;
            case "03" or "3":
                text.Append(Digits((time.Hour + 11) % 12 + 1, piece.Length));
                break;
            case "04" or "4":
                text.Append(Digits(time.Minute, piece.Length));
                break;
            case "05" or "5":
                text.Append(Digits(time.Second, piece.Length));
                break;
            case "PM":
                text.Append(time.Hour >= 12 ? "PM" : "AM");
                break;
            case "pm":
                text.Append(time.Hour >= 12 ? "pm" : "am");
                break;
            case "MST":
                text.Append(time.Zone.Length > 0 ? time.Zone : Offset(time.Offset, "-0700"));
                break;
            default:
                text.Append(piece[0] is '.' or ',' ? Fraction(time.Nanosecond, piece) : Offset(time.Offset, piece));
                break;
        }
    }

    private static string Digits(int value, int width) => value.ToString("D" + width, CultureInfo.InvariantCulture);

    private static string Fraction(int nanosecond, string piece)
    {
        var digits = Digits(nanosecond, 9).PadRight(piece.Length - 1, '0')[..(piece.Length - 1)];
        if (piece[1] == '9')
        {
            digits = digits.TrimEnd('0');
            if (digits.Length == 0)
            {
                return "";
            }
        }

        return piece[0] + digits;
    }

    private static string Offset(TimeSpan offset, string piece)
    {
        if (piece[0] == 'Z' && offset == TimeSpan.Zero)
        {
            return "Z";
        }

        var (sign, size) = offset < TimeSpan.Zero ? ('-', -offset) : ('+', offset);
        var colon = piece.Contains(':', StringComparison.Ordinal) ? ":" : "";
        var digits = piece.Count(char.IsAsciiDigit);
        return sign + Digits((int)size.TotalHours, 2)
            + (digits >= 4 ? colon + Digits(size.Minutes, 2) : "")
            + (digits >= 6 ? colon + Digits(size.Seconds, 2) : "");
    }

    /// <summary>The moment a text means in a layout.</summary>
    /// <exception cref="BuiltinException">The text does not fit; the message is Go's.</exception>
    public static GoTime Parse(string layout, string text) => new GoTimeParser(layout, text).Run();
}
