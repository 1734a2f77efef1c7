using System.Net;
using Bouncer.TestSupport;
using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests.Hosting;

/// <summary>The program from outside: arguments, environment, signals, exit codes.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task WrongStart_NamesEveryMistakeAndExitsWithTwo()
    {
        _folder.Write("tls.crt", "no certificate");
        _folder.Write("policy.yaml", "kind: ImagePolicy\nspec: {rules: [{name: A}]}\n");
        await using var webhook = Start(["--cert", _folder.File("tls.crt"), "--key", _folder.File("none.key"), "--policy", _folder.File("policy.yaml"), "--port", "x"]);

        await webhook.WaitForExitAsync();

        Assert.Equal(2, webhook.ExitCode);
        Assert.Contains("--port (BOUNCER_PORT) is \"x\".", webhook.Output, StringComparison.Ordinal);
        Assert.Contains($"{_folder.File("none.key")} does not exist", webhook.Output, StringComparison.Ordinal);
        Assert.Contains("policy.yaml:", webhook.Output, StringComparison.Ordinal);
        Assert.Contains("apiVersion", webhook.Output, StringComparison.Ordinal);
        Assert.Contains("image-bouncer-webhook cannot start. See --help.", webhook.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", webhook.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "--registry-whitelist <LIST>")]
    [InlineData("--version", "0.1.0")]
    public async Task HelpAndVersion_ArePrinted(string argument, string expected)
    {
        await using var webhook = Start([argument]);

        await webhook.WaitForExitAsync();

        Assert.Equal(0, webhook.ExitCode);
        Assert.Contains(expected, webhook.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettingsMeantForOtherPrograms_AreIgnored()
    {
        await using var webhook = Start(Arguments(),
            new()
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:1",
                ["URLS"] = "http://127.0.0.1:1",
                ["ASPNETCORE_HTTP_PORTS"] = "1",
                ["Kestrel__Endpoints__Other__Url"] = "http://127.0.0.1:2",
                ["ASPNETCORE_Kestrel__Certificates__Default__Path"] = "/nowhere.pfx",
            });

        var (admission, _) = await webhook.ListeningAsync();

        Assert.True((await AskAsync(admission)).Allowed);
        Assert.DoesNotContain("127.0.0.1:1\"", webhook.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:2\"", webhook.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortInUse_IsToldAndExitsWithOne()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var webhook = Start([.. Arguments(), "--port", $"{port}"]);

        await webhook.WaitForExitAsync();

        Assert.Equal(1, webhook.ExitCode);
        Assert.Contains(
            $"image-bouncer-webhook cannot listen: Failed to bind to address https://127.0.0.1:{port}: address already in use. See --port (BOUNCER_PORT)",
            webhook.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_DrainsAndExitsWithZero()
    {
        await using var webhook = Start([.. Arguments(), "--shutdown-delay", "2"]);
        var (admission, management) = await webhook.ListeningAsync();
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(management, "/readyz"), TestContext.Current.CancellationToken)).StatusCode);

        await webhook.TerminateAsync();

        await Eventually.HoldsAsync(
            async () => (await client.GetAsync(new Uri(management, "/readyz"), TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.ServiceUnavailable,
            "readiness is red",
            TestContext.Current.CancellationToken);
        Assert.True((await AskAsync(admission)).Allowed);
        await webhook.WaitForExitAsync();
        Assert.Equal(0, webhook.ExitCode);
    }

    [Fact]
    public async Task OtlpEndpoint_GetsTracesMetricsAndLogs()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var webhook = Start(Arguments(),
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            });
        var (admission, _) = await webhook.ListeningAsync();

        var id = (await AskAsync(admission, "evil.com/x")).AuditAnnotations["decision-id"];

        await Eventually.HoldsAsync(() => Task.FromResult(collector.Received("/v1/traces", id)), "the span arrives", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Task.FromResult(collector.Received("/v1/logs", id)), "the log arrives", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Task.FromResult(collector.Received("/v1/metrics", "bouncer.reviews")), "the metric arrives", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task SamplerOfTheEnvironment_DecidesAboutSpansAndNotAboutLogs()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var webhook = Start(Arguments(),
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_TRACES_SAMPLER"] = "always_off",
            });
        var (admission, _) = await webhook.ListeningAsync();

        var id = (await AskAsync(admission, "evil.com/x")).AuditAnnotations["decision-id"];

        // What is left to be sent is sent at the end.
        await webhook.TerminateAsync();
        await webhook.WaitForExitAsync();
        Assert.True(collector.Received("/v1/logs", id));
        Assert.False(collector.Received("/v1/traces", id));
    }

    [Fact]
    public async Task WhatIsKeptBack_StandsInTheAnswerAndNotInLogsAndMetrics()
    {
        await using var webhook = Start([.. Arguments(), "--redact", "hash"], new() { ["BOUNCER_REFUSED_REGISTRIES"] = "1" });
        var (admission, management) = await webhook.ListeningAsync();

        var answer = await AskAsync(admission, "evil.com/secret");
        await AskAsync(admission, "worse.com/secret");

        Assert.Contains("evil.com/secret", answer.Reason, StringComparison.Ordinal);
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri(management, "/metrics"), TestContext.Current.CancellationToken);
        Assert.Contains("bouncer_images_refused_total{bouncer_registry=\"evil.com\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("bouncer_images_refused_total{bouncer_registry=\"other\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("worse.com", metrics, StringComparison.Ordinal);

        // The console writes aside; what is left is written at the end.
        await webhook.TerminateAsync();
        await webhook.WaitForExitAsync();
        Assert.Contains("\"Images\":\"sha256:", webhook.Output, StringComparison.Ordinal);
        Assert.Contains("\"Reason\":\"(redacted)\"", webhook.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", webhook.Output, StringComparison.Ordinal);
    }

    private static ServiceProcess Start(string[] arguments, Dictionary<string, string>? environment = null)
        => ServiceProcess.Start("image-bouncer-webhook.dll", arguments, TestContext.Current.CancellationToken, environment);

    private string[] Arguments()
    {
        using var certificate = _authority.IssueServer();
        return
        [
            "--cert", _folder.Write("tls.crt", certificate.ExportCertificatePem()),
            "--key", _folder.Write("tls.key", certificate.KeyPem()),
            "--registry-whitelist", "docker.io",
            "--bind", "127.0.0.1", "--port", "0", "--management-port", "0", "--shutdown-delay", "0",
        ];
    }

    private async Task<Answer> AskAsync(Uri admission, string image = "busybox")
    {
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = TestTrust.In(_authority) } });
        using var content = new StringContent(Bodies.ImageReview(image));
        using var response = await client.PostAsync(new Uri(admission, "/image_policy"), content, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }
}
