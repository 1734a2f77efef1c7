using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Times;

/// <summary>Durations as Go writes them: <c>1h15m30.918s</c>.</summary>
internal static class GoDuration
{
    /// <summary>The nanoseconds of a duration, or what Go says is wrong.</summary>
    public static long? Parse(string text, out string error)
    {
        error = $"time: invalid duration {GoQuote.Quote(text)}";
        var at = 0;
        var negative = text.StartsWith('-');
        at += negative || text.StartsWith('+') ? 1 : 0;
        if (text.Length - at == 1 && text[at] == '0')
        {
            return 0;
        }

        if (at >= text.Length)
        {
            return null;
        }

        Int128 total = 0;
        while (at < text.Length)
        {
            if (!TryNumber(text, ref at, out var whole, out var fraction, out var scale))
            {
                return null;
            }

            var start = at;
            while (at < text.Length && text[at] != '.' && !char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            var unit = text[start..at];
            if (unit.Length == 0)
            {
                error = $"time: missing unit in duration {GoQuote.Quote(text)}";
                return null;
            }

            if (Unit(unit) is not { } size)
            {
                error = $"time: unknown unit {GoQuote.Quote(unit)} in duration {GoQuote.Quote(text)}";
                return null;
            }

            total += (whole * size) + (Int128)((double)fraction * (size / scale));
            if (total > (Int128)long.MaxValue + 1)
            {
                return null;
            }
        }

        if (!negative && total > long.MaxValue)
        {
            return null;
        }

        return (long)(negative ? -total : total);
    }

    private static bool TryNumber(string text, ref int at, out Int128 whole, out Int128 fraction, out double scale)
    {
        (whole, fraction, scale) = (0, 0, 1);
        var start = at;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            whole = (whole * 10) + (text[at] - '0');
            if (whole > long.MaxValue)
            {
                return false;
            }
        }

        var digits = at - start;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            for (; at < text.Length && char.IsAsciiDigit(text[at]); at++, digits++)
            {
                // More digits than these change nothing.
                if (fraction < long.MaxValue / 10)
                {
                    fraction = (fraction * 10) + (text[at] - '0');
                    scale *= 10;
                }
            }
        }

        return digits > 0;
    }

    private static long? Unit(string unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => null,
    };
}
