using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Bouncer.Admission.Recording;
using Bouncer.TestSupport;
using Bouncer.Webhook.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bouncer.Webhook.Tests.Hosting;

/// <summary>What is emitted, compared with docs/telemetry.md.</summary>
public sealed partial class TelemetryTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Metrics_AreThoseOfTheDocumentation()
    {
        await using var webhook = await StartAsync();
        var emitted = new ConcurrentDictionary<string, string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Source && instrument.Meter.Scope == webhook.Services.GetRequiredService<IMeterFactory>())
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
            => emitted[instrument.Name] = string.Join(", ", tags.ToArray().Select(t => t.Key).Order(StringComparer.Ordinal));
        listener.SetMeasurementEventCallback<long>(Note);
        listener.SetMeasurementEventCallback<double>(Note);
        listener.Start();

        await ExerciseAsync(webhook);
        listener.RecordObservableInstruments();

        var documented = Rows("Metrics", "Instrument").ToDictionary(
            row => Code(row[0]).Single(), row => string.Join(", ", Code(row[2]).Order(StringComparer.Ordinal)));
        Assert.Equal(documented.OrderBy(p => p.Key, StringComparer.Ordinal), emitted.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Spans_AreThoseOfTheDocumentationAndContinueTheCallersTrace()
    {
        await using var webhook = await StartAsync();
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId.ToHexString() == TraceId
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        await ExerciseAsync(webhook);

        Assert.Equal(["AdmissionReview", "ImageReview"], spans.Select(s => s.DisplayName).Distinct().Order(StringComparer.Ordinal));
        Assert.All(spans, span => Assert.Equal("00f067aa0ba902b7", span.ParentSpanId.ToHexString()));
        Assert.Equal(
            Rows("Spans", "Attribute").Select(row => Code(row[0]).Single()).Order(StringComparer.Ordinal),
            spans.SelectMany(s => s.TagObjects).Select(t => t.Key).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["failed"],
            spans.Where(s => s.Status == ActivityStatusCode.Error).Select(s => s.GetTagItem(TelemetryNames.Outcome)).Distinct());
    }

    [Fact]
    public async Task DecisionLog_IsThatOfTheDocumentation()
    {
        using var logs = new CapturedLogs();
        await using var webhook = await StartAsync(logs);

        await ExerciseAsync(webhook);

        var decisions = logs.Entries.Where(e => e.Category == TelemetryNames.DecisionLog && e.Event == "Review").ToArray();
        Assert.Equal(
            Rows("Logs", "Field").Select(row => Code(row[0]).Single()).Order(StringComparer.Ordinal),
            decisions.SelectMany(e => e.Fields.Keys).Where(k => k != "{OriginalFormat}").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(LogLevel.Debug, decisions.First(e => e.Field("Outcome") == "allowed").Level);
        Assert.Equal(LogLevel.Information, decisions.First(e => e.Field("Outcome") == "denied").Level);
        Assert.Equal(LogLevel.Warning, decisions.First(e => e.Field("Outcome") == "failed").Level);
        Assert.Contains(decisions, e => e.Field("Annotations").Contains("alpha.image-policy.k8s.io/failed-open=true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneDecision_IsFoundByItsIdInAnswerSpanAndLog()
    {
        using var logs = new CapturedLogs();
        await using var webhook = await StartAsync(logs, requireClientCertificate: false);
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        var answer = await webhook.PostAsync("/image_policy", Bodies.ImageReview("evil.com/x"));

        var id = answer.AuditAnnotations["decision-id"];
        var span = Assert.Single(spans, s => (string?)s.GetTagItem(TelemetryNames.DecisionId) == id);
        var log = Assert.Single(logs.Entries, e => e.Fields.GetValueOrDefault("DecisionId") as string == id);
        Assert.Equal(answer.Reason, span.GetTagItem(TelemetryNames.Reason));
        Assert.Equal(answer.Reason, log.Field("Reason"));
        Assert.Equal(span.TraceId.ToHexString(), log.TraceId);
    }

    [Fact]
    public async Task SpanThatIsNotSampled_LendsItsTraceToTheLog_AndIsNotDescribed()
    {
        using var logs = new CapturedLogs();
        await using var webhook = await StartAsync(logs, requireClientCertificate: false);
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        var answer = await webhook.PostAsync("/image_policy", Bodies.ImageReview("evil.com/x"));

        var log = Assert.Single(logs.Entries, e => e.Fields.GetValueOrDefault("DecisionId") as string == answer.AuditAnnotations["decision-id"]);
        var span = Assert.Single(spans, s => s.TraceId.ToHexString() == log.TraceId);
        Assert.Empty(span.TagObjects);
    }

    [Fact]
    public async Task FailedOpenMark_IsCountedAndWarnedOf()
    {
        using var logs = new CapturedLogs();
        await using var webhook = await StartAsync(logs, requireClientCertificate: false);

        var answer = await webhook.PostAsync("/image_policy", Marked("busybox"));

        Assert.True(answer.Allowed);
        Assert.Single(logs.Entries, e => e is { Event: "FailedOpen", Level: LogLevel.Warning });
        Assert.Contains("bouncer_failed_open_sightings_total{} 1", await webhook.GetManagementAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostileText_CannotForgeALine()
    {
        using var logs = new CapturedLogs();
        await using var webhook = await StartAsync(logs, requireClientCertificate: false);

        await webhook.PostAsync("/image_policy", Bodies.ImageReviewIn("a\\nb", "evil.com/x\n{\"forged\":true}\u001b[31m" + new string('y', 1000)));

        var entry = logs.Entries.Single(e => e.Event == "Review");
        Assert.DoesNotContain('\n', entry.Field("Images"));
        Assert.DoesNotContain('\u001b', entry.Field("Images"));
        Assert.DoesNotContain('\n', entry.Field("ObjectNamespace"));
        Assert.DoesNotContain('\n', entry.Field("Reason"));
        Assert.True(entry.Field("Images").Length < 300);
    }

    [Fact]
    public async Task RefusedRegistries_AreCountedOnceAnImageUpToTheLimit()
    {
        await using var webhook = await StartAsync(requireClientCertificate: false, recording: new() { Registries = 1 });

        await webhook.PostAsync("/image_policy", Bodies.ImageReview("EVIL.com/x", "busybox"));
        await webhook.PostAsync("/image_policy", Bodies.ImageReview("evil.com/y", "evil.com/z", "worse.com/x", "no reference"));

        var metrics = await webhook.GetManagementAsync("/metrics");
        Assert.Contains("bouncer_images_refused_total{bouncer_registry=\"evil.com\"} 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("bouncer_images_refused_total{bouncer_registry=\"other\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("docker.io", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redaction_KeepsImagesOutOfLogsAndNotOutOfTheAnswer()
    {
        using var logs = new CapturedLogs();
        await using var webhook = await StartAsync(logs, requireClientCertificate: false, recording: new() { Redaction = Redaction.Omit });

        var answer = await webhook.PostAsync("/image_policy", Bodies.ImageReview("evil.com/x"));

        Assert.Contains("evil.com/x", answer.Reason, StringComparison.Ordinal);
        var entry = logs.Entries.Single(e => e.Event == "Review");
        Assert.Equal("(redacted)", entry.Field("Reason"));
        Assert.All(logs.Entries, e => Assert.All(e.Fields.Values, v => Assert.DoesNotContain("evil.com", $"{v}", StringComparison.Ordinal)));
    }

    private static Task<RunningWebhook> StartAsync(
        CapturedLogs? logs = null, bool requireClientCertificate = true, RecordingOptions? recording = null)
        => RunningWebhook.StartAsync(
            (options, folder, authority) => options with
            {
                Debug = true,
                Recording = recording ?? new(),
                ClientAuthorityPath = requireClientCertificate ? folder.Write("ca.crt", authority.Pem) : null,
            },
            builder =>
            {
                if (logs is not null)
                {
                    builder.Logging.AddProvider(logs);
                }
            });

    /// <summary>One of everything that is told of.</summary>
    private static async Task ExerciseAsync(RunningWebhook webhook)
    {
        using var certificate = webhook.Authority.IssueClient("kube-apiserver");
        using var client = webhook.CreateClient(certificate);
        client.DefaultRequestHeaders.Add("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01");
        await webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox"), client);
        await webhook.PostAsync("/image_policy", Bodies.ImageReview("evil.com/x"), client);
        await webhook.PostAsync("/image_policy", Marked("busybox"), client);
        await webhook.PostAsync("/image_policy", "{", client);
        await webhook.PostAsync("/", Bodies.AdmissionReview("Pod", Bodies.Pod("evil.com/x")), client);

        // Without a certificate the connection is refused.
        await Assert.ThrowsAsync<HttpRequestException>(() => webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox"), webhook.CreateClient()));

        using var successor = webhook.Authority.IssueServer();
        webhook.Folder.Write("tls.crt", successor.ExportCertificatePem());
        webhook.Folder.Write("tls.key", successor.KeyPem());
        await Eventually.HoldsAsync(() => Task.FromResult(webhook.Files.Certificate.Generation == 2), "the certificate is reloaded", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(
            async () => (await webhook.GetManagementAsync("/metrics")).Contains("bouncer_reloads_total", StringComparison.Ordinal), "the reload is counted", TestContext.Current.CancellationToken);
    }

    private static string Marked(string image) => Bodies.ImageReview(image).Replace(
        "\"namespace\"", "\"annotations\":{\"alpha.image-policy.k8s.io/failed-open\":\"true\"},\"namespace\"", StringComparison.Ordinal);

    /// <summary>The cells of a table of docs/telemetry.md, by its section and the heading of its first column.</summary>
    private static IEnumerable<string[]> Rows(string section, string firstColumn)
        => File.ReadLines(RepositoryFile("docs/telemetry.md"))
            .SkipWhile(line => line != $"## {section}")
            .SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..]);

    private static IEnumerable<string> Code(string cell) => InBackticks().Matches(cell).Select(m => m.Groups[1].Value);

    private static string RepositoryFile(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Aspire.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run within the repository");
        }

        return Path.Combine(folder, path);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InBackticks();
}
