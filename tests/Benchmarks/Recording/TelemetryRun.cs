using System.Diagnostics.Metrics;
using System.Globalization;
using Bouncer.Admission.Recording;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bouncer.Benchmarks.Recording;

/// <summary>
/// What telling of a review costs, in processor time of the whole process, so with everything that works aside: over nobody who listens,
/// with the Webhook's telemetry as it ships and scraped, and with everything pushed by OTLP at the default sampling, which is a span of
/// every review. To hold: 5 µs of one processor at production defaults.
/// </summary>
internal static class TelemetryRun
{
    private const int Reviews = 10_000;
    private const int Rounds = 40;

    /// <summary>Prometheus asks twice a minute; at 300 reviews a second that is this often.</summary>
    private const int ReviewsOfScrape = 10_000;

    /// <summary>Less than what exporters hold by default (2,048), so that nothing is dropped, which would cost less.</summary>
    private const int ReviewsOfFlush = 2_000;

    private static readonly ReviewRecord s_allowed = new()
    {
        Outcome = ReviewOutcome.Allowed,
        DecisionId = "0123456789ab-1",
        PolicyVersion = "5f2c81d97a3b",
        Namespace = "checkout",
        Images = ["registry.example.com/checkout/orders:2.7.1", "registry.example.com/checkout/ledger:2.7.0"],
        Rules = ["registries"],
    };

    private static readonly ReviewRecord s_refused = s_allowed with
    {
        Outcome = ReviewOutcome.Denied,
        RefusedRegistries = ["registry.example.com"],
        Violations = [("registries", "deny")],
        Reason = "image \"registry.example.com/checkout/orders:2.7.1\" is not allowed by rule \"registries\"; allowed are docker.io, gcr.io",
    };

    public static async Task RunAsync()
    {
        // Standard output is the log's.
        var output = Console.Error;
        output.WriteLine($"load before: {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");
        using var receiver = await OtlpReceiver.StartAsync();

        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var unheard = new ReviewRecorder(services.GetRequiredService<IMeterFactory>(), LoggerFactory.Create(_ => { }), new());
        var nobody = await BothAsync(unheard, () => Task.CompletedTask, int.MaxValue);
        output.WriteLine(Line("nobody listens", nobody, (0, 0)));

        await using (var scraped = await RecordedService.StartAsync(null))
        {
            output.WriteLine(Line("production defaults, scraped", await BothAsync(scraped.Recorder, scraped.ScrapeAsync, ReviewsOfScrape), nobody));
        }

        await using (var pushed = await RecordedService.StartAsync(receiver.Endpoint))
        {
            var told = await BothAsync(
                pushed.Recorder,
                () =>
                {
                    pushed.Flush();
                    return Task.CompletedTask;
                },
                ReviewsOfFlush);
            output.WriteLine(Line("OTLP, a span of every review", told, nobody));
            output.WriteLine($"of {2 * (Rounds + 1) * Reviews} reviews arrived {await receiver.ReceivedAsync("traces")} spans, and {await receiver.ReceivedAsync("logs")} log records of half as many refusals");
        }

        output.WriteLine($"load after: {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");
    }

    private static async Task<(double Allowed, double Refused)> BothAsync(ReviewRecorder recorder, Func<Task> between, int every)
        => (await MeasureAsync(recorder, s_allowed, between, every), await MeasureAsync(recorder, s_refused, between, every));

    /// <summary>Microseconds of processor time of a review: the best of some rounds, since other work on the machine only ever adds. The
    /// first round is for the compiler.</summary>
    private static async Task<double> MeasureAsync(ReviewRecorder recorder, ReviewRecord record, Func<Task> between, int every)
    {
        var request = new DefaultHttpContext().Request;
        request.Protocol = "HTTP/2";
        var best = double.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 1; i <= Reviews; i++)
            {
                recorder.Begin(request, ReviewProtocol.ImageReview).Complete(record);
                if (i % every == 0)
                {
                    await between();
                }
            }

            var used = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Reviews;
            best = round == 0 ? best : Math.Min(best, used);
        }

        return best;
    }

    private static string Line(string what, (double Allowed, double Refused) told, (double Allowed, double Refused) nobody)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-32} allowed {told.Allowed,6:F2} µs (+{told.Allowed - nobody.Allowed:F2}), refused {told.Refused,6:F2} µs (+{told.Refused - nobody.Refused:F2})");
}
