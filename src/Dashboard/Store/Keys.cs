using System.Diagnostics.CodeAnalysis;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;

namespace Bouncer.Dashboard.Store;

/// <summary>What records are looked for by: spans and logs by their trace, metrics by their name.</summary>
internal static class Keys
{
    /// <summary>The key of what was written outside of any trace.</summary>
    public const ulong NoTrace = 0;

    private const string NoId = "A span needs a trace id of 16 bytes and a span id of 8, neither all zero.";
    private const string NoName = "A metric needs a name.";

    /// <summary>The key of a metric's name: FNV-1a, since equal names must have equal keys and others hardly ever.</summary>
    public static ulong OfName(ReadOnlySpan<byte> name)
    {
        var hash = 14695981039346656037;
        foreach (var next in name)
        {
            hash = (hash ^ next) * 1099511628211;
        }

        return hash;
    }

    /// <summary>The key of a record.</summary>
    /// <param name="signal">What the record is.</param>
    /// <param name="record">Its bytes.</param>
    /// <param name="key">The key.</param>
    /// <param name="records">How many records it counts for in OTLP's partial success, where metrics are counted by data points.</param>
    /// <param name="problem">Why it is not taken.</param>
    public static bool TryGet(Signal signal, ReadOnlySpan<byte> record, out ulong key, out int records, [NotNullWhen(false)] out string? problem)
    {
        records = 1;
        problem = null;
        switch (signal)
        {
            case Signal.Traces:
                problem = TrySpan(new(record), out key) ? null : NoId;
                return problem is null;
            case Signal.Logs:
                key = OfLog(new(record));
                return true;
            default:
                problem = TryMetric(new(record), out key) ? null : NoName;
                records = problem is null ? 1 : DataPoints(new(record));
                return problem is null;
        }
    }

    private static bool TrySpan(ProtobufReader span, out ulong key)
    {
        TraceId trace = default;
        SpanId id = default;
        while (span.Next())
        {
            switch (span.Tag)
            {
                case (1 << 3) | Wire.Length:
                    trace = TraceId.Read(span.Bytes());
                    break;
                case (2 << 3) | Wire.Length:
                    id = SpanId.Read(span.Bytes());
                    break;
                default:
                    span.Skip();
                    break;
            }
        }

        key = trace.Key;
        return !trace.IsNone && !id.IsNone;
    }

    private static ulong OfLog(ProtobufReader log)
    {
        TraceId trace = default;
        while (log.Next())
        {
            if (log.Tag == ((9 << 3) | Wire.Length))
            {
                trace = TraceId.Read(log.Bytes());
            }
            else
            {
                log.Skip();
            }
        }

        return trace.Key;
    }

    private static bool TryMetric(ProtobufReader metric, out ulong key)
    {
        ReadOnlySpan<byte> name = default;
        while (metric.Next())
        {
            if (metric.Tag == ((1 << 3) | Wire.Length))
            {
                name = metric.Bytes();
            }
            else
            {
                metric.Skip();
            }
        }

        key = OfName(name);
        return !name.IsEmpty;
    }

    /// <summary>The points of a metric: field 1 of whatever kind of data it has (fields 5 to 11).</summary>
    private static int DataPoints(ProtobufReader metric)
    {
        var points = 0;
        while (metric.Next())
        {
            if ((metric.Tag & 7) == Wire.Length && metric.Field is >= 5 and <= 11)
            {
                var data = metric.Message();
                while (data.Next())
                {
                    points += data.Tag == ((1 << 3) | Wire.Length) ? 1 : 0;
                    data.Skip();
                }
            }
            else
            {
                metric.Skip();
            }
        }

        return points;
    }
}
