using System.Diagnostics.Metrics;
using Bouncer.Admission.Recording;
using Bouncer.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Bouncer.Benchmarks.Recording;

/// <summary>What telling of a review costs: with nobody who listens, and at production defaults (metrics to be scraped, logs from
/// Information on, no spans). To hold: 5 µs of one processor.</summary>
internal static class TelemetryRun
{
    private static readonly ReviewRecord s_allowed = new()
    {
        Outcome = ReviewOutcome.Allowed,
        DecisionId = "0123456789ab-1",
        PolicyVersion = "1",
        Namespace = "checkout",
        Images = ["registry.example.com/checkout/orders:2.7.1", "registry.example.com/checkout/ledger:2.7.0"],
        Rules = ["registries"],
    };

    public static void Run()
    {
        var request = new DefaultHttpContext().Request;
        request.Protocol = "HTTP/2";
        using var none = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var unheard = new ReviewRecorder(none.GetRequiredService<IMeterFactory>(), LoggerFactory.Create(_ => { }), new());
        var nobody = Figures.Measure("a review told to nobody", () => Tell(unheard, request));

        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.AddTelemetry(new("benchmark", "1"), [TelemetryNames.Source], debug: false);
        using var host = builder.Build();
        host.Services.GetRequiredService<MeterProvider>();
        using var heard = ActivatorUtilities.CreateInstance<ReviewRecorder>(host.Services, new RecordingOptions());
        var production = Figures.Measure("a review told at production defaults", () => Tell(heard, request));
        Console.WriteLine(FormattableString.Invariant($"difference {production - nobody:F2} µs"));
    }

    private static int Tell(ReviewRecorder recorder, HttpRequest request)
    {
        recorder.Begin(request, ReviewProtocol.ImageReview).Complete(s_allowed);
        return 1;
    }
}
