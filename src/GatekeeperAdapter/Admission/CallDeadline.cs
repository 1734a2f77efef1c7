using System.Globalization;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>When the caller stops waiting, with what an answer needs to get there taken off. API servers say so in the address:
/// <c>?timeout=3s</c>.</summary>
internal readonly struct CallDeadline
{
    private static readonly TimeSpan s_default = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_max = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_minMargin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_maxMargin = TimeSpan.FromMilliseconds(500);

    private static ParsedQuery s_lastQuery = new("", null);

    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly TimeSpan _budget;

    private CallDeadline(TimeProvider time, TimeSpan timeout)
    {
        _time = time;
        _started = time.GetTimestamp();
        Timeout = timeout;
        var margin = timeout / 10;
        margin = margin < s_minMargin ? s_minMargin : margin > s_maxMargin ? s_maxMargin : margin;
        _budget = timeout - margin;
    }

    /// <summary>How long the caller waits.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How much time is left; zero if none is.</summary>
    public TimeSpan Left => _budget - _time.GetElapsedTime(_started) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>The deadline of a call that begins now. A call without a timeout is given as long as the API server's default.</summary>
    public static CallDeadline Of(HttpRequest request, TimeProvider time)
        => new(time, TimeoutIn(request.QueryString.Value ?? "") is { Ticks: > 0 } timeout && timeout < s_max ? timeout : s_default);

    /// <summary>An API server says the same in every call.</summary>
    private static TimeSpan? TimeoutIn(string query)
    {
        var last = s_lastQuery;
        if (last.Query != query)
        {
            s_lastQuery = last = new(query, Parse(query));
        }

        return last.Timeout;
    }

    /// <summary>Seconds or milliseconds, as Go writes them; null for anything else.</summary>
    private static TimeSpan? Parse(string query)
    {
        const string Name = "timeout=";
        foreach (var part in query.AsSpan().TrimStart('?').Split('&'))
        {
            var parameter = query.AsSpan().TrimStart('?')[part];
            if (parameter.StartsWith(Name, StringComparison.Ordinal))
            {
                var value = parameter[Name.Length..];
                var unit = value.EndsWith("ms", StringComparison.Ordinal) ? 0.001 : value.EndsWith("s", StringComparison.Ordinal) ? 1 : 0;
                return double.TryParse(value.TrimEnd("ms"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    ? TimeSpan.FromSeconds(Math.Min(number * unit, s_max.TotalSeconds))
                    : null;
            }
        }

        return null;
    }

    private sealed record ParsedQuery(string Query, TimeSpan? Timeout);
}
