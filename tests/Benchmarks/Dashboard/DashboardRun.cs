using System.Diagnostics;
using System.Globalization;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Store;
using Bouncer.TestSupport.Otlp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bouncer.Benchmarks.Dashboard;

/// <summary>The dashboard's figures, on one thread of this process: receiving, memory, and questions to 50,000 decisions.</summary>
internal static class DashboardRun
{
    private const int Decisions = 50_000;
    private const int RecordsOfRequest = 500;

    public static void Run()
    {
        var store = new TelemetryStore(256L << 20);
        var ingest = new Ingest(new BatchReader(new StringPool(), TimeProvider.System), store, NullLogger<Ingest>.Instance);
        var queries = new DashboardQueries(store, ingest, TimeProvider.System);
        var requests = SampleTraffic.Requests(Decisions / RecordsOfRequest, RecordsOfRequest);
        foreach (var request in requests)
        {
            ingest.Take(Signal.Traces, request);
        }

        var figures = queries.Figures();
        Print($"{figures.Decisions} decisions from spans: {figures.Used / figures.Decisions} bytes each, of them {requests.Sum(r => (long)r.Length) / Decisions} as they came");
        Ask(queries);
        var hour = new TimeWindow(SampleTraffic.Start, SampleTraffic.Start + TimeSpan.FromHours(1));
        foreach (var request in SampleTraffic.Metrics(360))
        {
            ingest.Take(Signal.Metrics, request);
        }

        Figures.Measure("latency in 60 parts, an hour of exports every 10 s", () => (int)queries.Latency(hour, 60).Whole.Reviews);
        Figures.Measure("files", () => queries.Files().Count);
        Receive("spans of reviews", ingest, requests);
        Receive("other spans", ingest, SampleTraffic.OtherSpans(100, RecordsOfRequest));
    }

    private static void Ask(DashboardQueries queries)
    {
        var window = new TimeWindow(SampleTraffic.Start, SampleTraffic.Start + TimeSpan.FromHours(2));
        var refused = new HashSet<DecisionOutcome> { DecisionOutcome.Denied, DecisionOutcome.Failed };
        Figures.Measure("first page of all", () => queries.Decisions(DecisionFilter.All, null, 50).Matching);
        Figures.Measure("first page of those refused", () => queries.Decisions(new() { Outcomes = refused, Window = window }, null, 50).Matching);
        Figures.Measure("full text, found in some", () => queries.Decisions(new() { Text = "registry7 team-3" }, null, 50).Matching);
        Figures.Measure("full text, found in none", () => queries.Decisions(new() { Text = "nowhere" }, null, 50).Matching);
        Figures.Measure("outcomes in 60 parts", () => queries.Outcomes(new() { Window = window }, 60).Count);
        Figures.Measure("top refused", () => queries.TopRefused(new() { Window = window }, 10).Images.Count);
        Figures.Measure("facets", () => queries.Facets().Namespaces.Count);
        Figures.Measure("a trace", () => queries.Trace(queries.Decision("8f3a1c5b09de-1")!.TraceId)!.Spans.Count);
    }

    private static void Receive(string what, Ingest ingest, IReadOnlyList<byte[]> requests)
    {
        const double Seconds = 5;
        long spans = 0;
        var start = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds; i++)
        {
            // As the server hands it over: an array of its own.
            ingest.Take(Signal.Traces, [.. requests[i % requests.Count]]);
            spans += RecordsOfRequest;
        }

        var used = Environment.CpuUsage.TotalTime - cpu;
        Print($"{what}: {spans / used.TotalSeconds:F0} a second of processor time, {used.TotalMicroseconds / spans:F2} µs each");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
