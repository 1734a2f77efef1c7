using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.Dashboard.Tests.Hosting;

/// <summary>The Webhook as it is run, and a dashboard that it sends to: from the histogram of durations to the trace of a review.</summary>
public sealed class ExemplarTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Review_IsAnExemplarOfItsDuration_WithItsOwnTrace()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await using var webhook = StartWebhook(dashboard.Http.BaseAddress!);
        var (admission, _) = await webhook.ListeningAsync();

        var id = await RefuseAsync(admission);

        TraceTree? trace = null;
        await Eventually.HoldsAsync(
            () => Task.FromResult(dashboard.Queries.Decision(id) is { TraceId.IsNone: false } d && (trace = dashboard.Queries.Trace(d.TraceId)) is { Spans.Count: 1, Logs.Count: 1 }),
            "the review's span and its log record",
            Deadline);
        LatencyExample? example = null;
        await Eventually.HoldsAsync(() => Task.FromResult((example = Examples(dashboard).SingleOrDefault()) is not null), "the review's exemplar", Deadline);

        Assert.Equal(trace!.Id, example!.TraceId);
        Assert.Equal(id, trace.Spans[0].Span.Attributes.Text("bouncer.decision.id"));
        var elapsed = double.Parse(trace.Logs[0].Attributes.Text("ElapsedMilliseconds"), CultureInfo.InvariantCulture);
        Assert.Equal(elapsed, example.Duration.TotalMilliseconds, precision: 3);
    }

    [Fact]
    public async Task ReviewThatWasNotSampled_IsNoExemplar()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await using var webhook = StartWebhook(dashboard.Http.BaseAddress!, ("OTEL_TRACES_SAMPLER", "always_off"));
        var (admission, _) = await webhook.ListeningAsync();

        var id = await RefuseAsync(admission);

        // What is left to be sent is sent at the end.
        await webhook.TerminateAsync();
        await webhook.WaitForExitAsync();
        Assert.NotNull(dashboard.Queries.Decision(id));
        Assert.Equal(1, dashboard.Queries.Latency(Window(), 1).Whole.Reviews);
        Assert.Empty(Examples(dashboard));
    }

    private static IReadOnlyList<LatencyExample> Examples(RunningDashboard dashboard) => dashboard.Queries.Latency(Window(), 1).Examples;

    private static TimeWindow Window() => TimeWindow.Before(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    private ServiceProcess StartWebhook(Uri otlp, params IEnumerable<(string Name, string Value)> environment)
    {
        using var certificate = _authority.IssueServer();
        return ServiceProcess.Start(
            "image-bouncer-webhook.dll",
            [
                "--cert", _folder.Write("tls.crt", certificate.ExportCertificatePem()), "--key", _folder.Write("tls.key", certificate.KeyPem()),
                "--bind", "127.0.0.1", "--port", "0", "--management-port", "0", "--shutdown-delay", "0", "--registry-whitelist", "docker.io",
            ],
            Deadline,
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = otlp.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            }.Concat(environment.Select(e => KeyValuePair.Create(e.Name, e.Value))).ToDictionary());
    }

    /// <summary>Asks for an image of another registry.</summary>
    /// <returns>The decision's identifier.</returns>
    private async Task<string> RefuseAsync(Uri admission)
    {
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { TargetHost = "localhost", CertificateChainPolicy = TestTrust.In(_authority) } })
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var content = new StringContent(
            """{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","spec":{"containers":[{"image":"evil.com/busybox"}],"namespace":"default"}}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(admission, "/image_policy"), content, Deadline);
        var status = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Deadline))!["status"]!;
        Assert.False((bool)status["allowed"]!);
        return (string)status["auditAnnotations"]!["decision-id"]!;
    }
}
