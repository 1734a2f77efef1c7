using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Bouncer.TestSupport;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Hosting;

/// <summary>The program as it is run, with little memory and a minute of spans: it holds its window, and takes no more than that needs.</summary>
public sealed partial class MemoryUnderLoadTests
{
    private const int Mebi = 1 << 20;
    private const int Limit = 16 * Mebi;
    private const int SpansOfRequest = 250;
    private const string Token = "token-of-these-tests";

    /// <summary>
    /// How much the process may grow by: the window, and garbage, which is mostly requests. They are large objects, and of those
    /// the collector lets as much lie again as live, several times over. Measured were 48 to 57 MiB all told, and 323 with a window
    /// that never was full.
    /// </summary>
    private const int MaxGrowth = Limit + (96 * Mebi);

    /// <summary>How many windows the bytes of the spans would fill, without index and decisions.</summary>
    private const int TimesOver = 8;

    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(60);

    /// <summary>Between two requests: 4,000 spans a second, which take a small part of a processor.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(SpansOfRequest / 4000d);

    /// <summary>Requests between two looks at the figures, which are a second old at most then.</summary>
    private const int Look = 16;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MinuteOfSpans_TurnsTheWindowOver_AndTheProcessStaysSmall()
    {
        await using var process = ServiceProcess.Start(
            "bouncer-dashboard.dll",
            ["--port", "0", "--management-port", "0", "--otlp-grpc-port", "0", "--otlp-http-port", "0", "--memory", $"{Limit / Mebi}", "--token", Token],
            Deadline,
            // How much garbage is let be follows from the processor's caches: without this the figures were those of the machine.
            new Dictionary<string, string> { ["DOTNET_GCgen0size"] = "0x400000" });
        var addresses = await process.ListeningAsync(ports: 4);
        using var management = new HttpClient { BaseAddress = addresses[0] };
        using var pages = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = addresses[1] };
        using var otlp = new HttpClient { BaseAddress = addresses[3] };

        // With everything loaded and compiled that there is one of.
        ulong spans = 0;
        await SendAsync(otlp, spans += SpansOfRequest);
        await pages.GetStringAsync($"/login?t={Token}", Deadline);
        Assert.True(await IsHeldAsync(pages, 1), "The first span is shown.");
        var atRest = process.ResidentBytes();

        long sent = 0, most = 0, mostResident = 0;
        var start = Stopwatch.GetTimestamp();
        using var pace = new PeriodicTimer(s_pause);
        for (var requests = 0; Stopwatch.GetElapsedTime(start) < s_duration || sent < (long)TimesOver * Limit; requests++)
        {
            await pace.WaitForNextTickAsync(Deadline);
            sent += await SendAsync(otlp, spans += SpansOfRequest);
            if (requests % Look == 0)
            {
                mostResident = Math.Max(mostResident, process.ResidentBytes());
                most = Math.Max(most, (await FiguresAsync(management)).Used);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{spans} spans, {sent / Mebi} MiB, in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s; held at most {most / (double)Mebi:F1} MiB; resident {atRest / Mebi} MiB at rest, then at most {mostResident / Mebi}"));
        Assert.InRange(most, Limit * 3 / 4, Limit);
        // What is scraped is remembered for a moment.
        await Eventually.HoldsAsync(async () => (await FiguresAsync(management)).Received == spans, "all spans to be counted", Deadline);
        var figures = await FiguresAsync(management);
        Assert.Equal((0UL, 0UL), (figures.Rejected, figures.Refused));
        Assert.False(await IsHeldAsync(pages, 1), "The oldest span has gone.");
        Assert.True(await IsHeldAsync(pages, spans), "The newest span is there.");
        Assert.True(mostResident - atRest < MaxGrowth, $"The process had {atRest} bytes, and then {mostResident}.");
    }

    /// <summary>Sends spans of reviews that differ in all that can differ.</summary>
    /// <param name="otlp">Where to.</param>
    /// <param name="last">The number of the last of them.</param>
    /// <returns>How many bytes they were.</returns>
    private static async Task<int> SendAsync(HttpClient otlp, ulong last)
    {
        var now = TimeProvider.System.GetUtcNow();
        var request = OtlpRequests.Request(
            "Bouncer.Admission",
            Enumerable.Range(1, SpansOfRequest).Select(i => last - SpansOfRequest + (ulong)i).Select(number => OtlpRequests.DecisionSpan(number, now, new OtlpDecision($"8f3a1c5b09de-{number}")
            {
                Namespace = $"team-{number % 40}",
                Name = $"web-{number}",
                Images = $"registry{number % 13}.example.com/team-{number % 40}/app:{number}",
                Reason = $"registry{number % 13}.example.com/team-{number % 40}/app:{number}: docker-hub allows docker.io alone",
            })));
        using var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await otlp.PostAsync(new Uri("/v1/traces", UriKind.Relative), content, Deadline);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Deadline)); // Nothing was left out.
        return request.Length;
    }

    /// <summary>Whether a page shows a span, and its decision.</summary>
    private static async Task<bool> IsHeldAsync(HttpClient pages, ulong number)
    {
        var page = await pages.GetStringAsync($"/traces/{OtlpRequests.TraceText(number)}", Deadline);
        return page.Contains($"registry{number % 13}.example.com/team-{number % 40}/app:{number}", StringComparison.Ordinal)
            || (page.Contains("This trace is not here", StringComparison.Ordinal) ? false : throw new InvalidDataException(page));
    }

    private static async Task<(long Used, ulong Received, ulong Rejected, ulong Refused)> FiguresAsync(HttpClient management)
    {
        var metrics = await management.GetStringAsync("/metrics", Deadline);
        ulong Value(string name)
        {
            var samples = Samples().Matches(metrics).Where(m => m.Groups[1].Value == name).ToList();
            Assert.True(samples.Count > 0, $"There is no {name} in\n{metrics}");
            return samples.Aggregate(0UL, (sum, sample) => sum + ulong.Parse(sample.Groups[2].Value, CultureInfo.InvariantCulture));
        }

        return (
            (long)Value("bouncer_dashboard_memory_used_bytes"),
            Value("bouncer_dashboard_received_total"),
            Value("bouncer_dashboard_rejected_total"),
            Value("bouncer_dashboard_refused_total"));
    }

    [GeneratedRegex(@"^(bouncer_dashboard_[a-z_]+)(?:\{.*\})? ([0-9]+)(?: [0-9]+)?$", RegexOptions.Multiline)]
    private static partial Regex Samples();
}
