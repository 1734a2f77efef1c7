using Bouncer.Dashboard.Components;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Pages;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Store;
using Bouncer.TestSupport.Otlp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.Fuzz.Targets;

/// <summary>
/// Requests of OTLP to a dashboard that has taken ordinary ones. They are refused, and leave nothing behind, or are taken: then the
/// window stays in its limit, and whatever pages ask is answered.
/// </summary>
internal static class OtlpTarget
{
    public static readonly FuzzTarget Traces = Create("otlptraces", Signal.Traces, OtlpSeeds.Traces);

    public static readonly FuzzTarget Logs = Create("otlplogs", Signal.Logs, OtlpSeeds.Logs);

    public static readonly FuzzTarget Metrics = Create("otlpmetrics", Signal.Metrics, OtlpSeeds.Metrics);

    private const long Limit = 16 << 20;
    private const int PageSize = 100;

    private static readonly DateTimeOffset s_now = OtlpSeeds.Time + TimeSpan.FromMinutes(1);

    private static readonly TimeWindow s_century = new(s_now - TimeSpan.FromDays(18_000), s_now + TimeSpan.FromDays(18_000));

    private static FuzzTarget Create(string name, Signal signal, IReadOnlyList<byte[]> seeds)
        => new(name, input => Run(signal, input), seeds, OtlpSeeds.Words)
        {
            ChangeInForm = (seed, random) => ProtobufMutation.Change(seed, random, OtlpSeeds.Words),
        };

    private static void Run(Signal signal, ReadOnlySpan<byte> input)
    {
        var time = new FakeTimeProvider(s_now);
        var store = new TelemetryStore(Limit);
        var ingest = new Ingest(new BatchReader(new StringPool(), time), store, NullLogger<Ingest>.Instance);
        var queries = new DashboardQueries(store, ingest, time);
        ingest.Take(signal, OtlpSeeds.Ordinary(signal));
        var before = queries.Figures();
        try
        {
            ingest.Take(signal, input.ToArray());
        }
        catch (RefusedTelemetryException e)
        {
            Must.BePrintable(e.Message);
            Must.Hold(e.Status is 400 or 413, "what is wrong is the sender's");
            Must.Hold(queries.Figures() == before, "what is refused leaves nothing behind");
            return;
        }

        var figures = queries.Figures();
        Must.Hold(figures.Used >= before.Used && figures.Used <= Limit, "what is held is accounted for, within the limit");
        Must.Hold(figures.Held == figures.Received, "so little makes nothing go");
        AskAsPagesDo(queries);
        LookAtRecords(store.Snapshot(), queries);
    }

    private static void AskAsPagesDo(DashboardQueries queries)
    {
        Must.Hold(OverviewView.Read(queries, TimeRange.Standard, s_now).Outcomes.Count == TimeRange.Standard.Parts, "each part of the window has its bar");
        Must.Hold(
            queries.Latency(s_century, 10).Examples.All(e => e.Part is >= 0 and < 10 && e.Duration >= TimeSpan.Zero && queries.Trace(e.TraceId) is not null),
            "examples lead to traces");
        queries.Gatekeeper();
        queries.Facets();
        queries.Increase("bouncer.reviews", s_century);
        Must.Hold(queries.Resources().Count > 0, "whoever has sent something is known");
        Must.Hold(queries.Logs(new() { Text = "x" }, PageSize).Count <= queries.Logs(new(), PageSize).Count, "a search finds no more than there is");
        foreach (var decision in queries.Decisions(DecisionFilter.All, null, PageSize).Decisions)
        {
            Must.Hold(queries.Decision(decision.Id) == decision, "a decision is found by its identifier");
            Must.Hold(decision.Duration is not { } duration || duration >= TimeSpan.Zero, "no decision takes less than no time");
            Must.Hold(queries.Decisions(new() { Text = decision.Id }, null, 1).Matching > 0, "and by a search for it");
        }
    }

    /// <summary>Reads all that is held, to its end, as the pages of traces and logs show it.</summary>
    private static void LookAtRecords(StoreSnapshot store, DashboardQueries queries)
    {
        for (var number = store.Batches.First; number < store.Batches.Next; number++)
        {
            var batch = store.Batches[number];
            for (var i = 0; i < Math.Min(batch.Count, PageSize); i++)
            {
                switch (batch.Signal)
                {
                    case Signal.Traces:
                        LookAt(batch.ReadSpan(i), queries);
                        break;
                    case Signal.Logs:
                        LookAt(batch.ReadLog(i), queries);
                        break;
                    default:
                        LookAt(batch.ReadMetric(i));
                        break;
                }
            }
        }
    }

    private static void LookAt(Span span, DashboardQueries queries)
    {
        Show(span.Attributes);
        foreach (var each in span.Events)
        {
            Show(each.Attributes);
        }

        var tree = queries.Trace(span.TraceId);
        Must.Hold(tree is not null && tree.Spans.Any(row => row.Span.SpanId == span.SpanId), "a span is found in its trace");
        Must.Hold(tree!.Duration >= TimeSpan.Zero && tree.Spans.All(row => row.Offset >= TimeSpan.Zero), "no span of a trace begins before it");
        Must.Hold(tree.Spans.DistinctBy(row => row.Span.SpanId).Count() == tree.Spans.Count, "and each is there once");
    }

    private static void LookAt(LogRecord record, DashboardQueries queries)
    {
        Show([.. record.Attributes, new("body", record.Body)]);
        Must.Hold(record.TraceId.IsNone || queries.Trace(record.TraceId)!.Logs.Count > 0, "a log record is found in its trace");
    }

    private static void LookAt(Metric metric)
    {
        Must.Hold(metric.Name.Length > 0, "a metric has a name");
        foreach (var point in metric.Points)
        {
            Show(point.Attributes);
            Must.Hold(
                point is not HistogramPoint { Bounds.Count: > 0 } histogram || histogram.Buckets.Count == histogram.Bounds.Count + 1,
                "there is one bucket more than bounds");
        }
    }

    /// <summary>As text, which is how pages show them.</summary>
    private static void Show(IEnumerable<KeyValue> attributes) => _ = string.Join('\n', attributes);
}
