using System.Net;
using System.Net.Sockets;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport;
using Bouncer.TestSupport.Otlp;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.Dashboard.Tests.Hosting;

/// <summary>OTLP over HTTP, and the ports.</summary>
public class OtlpHttpTests
{
    private const string Key = "0123456789abcdef";

    private static readonly byte[] s_request = OtlpRequests.Request("Bouncer.Admission", OtlpRequests.DecisionSpan(1, DateTimeOffset.UnixEpoch, new OtlpDecision("a-1")));

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Request_IsTaken_PackedOrNot(string? encoding)
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var answer = await dashboard.SendAsync("/v1/traces", encoding is null ? s_request : Packed.Gzip(s_request), encoding: encoding);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/x-protobuf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Empty(await BodyAsync(answer));
        Assert.NotNull(dashboard.Queries.Decision("a-1"));
    }

    [Theory]
    [InlineData("application/json", null, 415, "The body is \"application/json\". Send application/x-protobuf: set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf.")]
    [InlineData("", null, 415, "The body is \"\". Send application/x-protobuf: set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf.")]
    [InlineData("application/x-protobuf", "br", 415, "The body is packed by \"br\". Send it as it is, or by gzip.")]
    [InlineData("application/x-protobuf", "gzip", 400, "The body says that it is packed by gzip, and is not.")]
    [InlineData("application/x-protobuf", null, 400, "The body is no OTLP message in protobuf: wire type 7 at byte 1.")]
    public async Task WrongRequest_IsRefusedWithAStatusMessage(string type, string? encoding, int status, string message)
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var answer = await dashboard.SendAsync("/v1/traces", [0x0F, 0xFF], type, encoding);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(new ProtobufMessage().Varint(1, 3).Text(2, message).ToArray(), await BodyAsync(answer));
        Assert.Equal(1, dashboard.Queries.Figures().Malformed);
    }

    [Fact]
    public async Task RequestAboveTheLimit_IsRefused_UnpackedOnesToo()
    {
        const int Limit = 1 << 20;
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { MaxRequest = Limit });
        static byte[] Request(int length) => new ProtobufMessage().Bytes(15, new byte[length - 4]).ToArray();

        using var fits = await dashboard.SendAsync("/v1/logs", Request(Limit));
        using var announced = await dashboard.SendAsync("/v1/logs", Request(Limit + 1));
        using var packed = await dashboard.SendAsync("/v1/logs", Packed.Gzip(new byte[100 << 20]), encoding: "gzip");

        Assert.Equal(Limit, Request(Limit).Length);
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        foreach (var answer in (HttpResponseMessage[])[announced, packed])
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
            Assert.Equal(
                new ProtobufMessage().Varint(1, 8).Text(2, "The body has more than 1048576 bytes unpacked. Send smaller batches.").ToArray(), await BodyAsync(answer));
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("0123456789abcdeF", HttpStatusCode.Unauthorized)]
    [InlineData(Key, HttpStatusCode.OK)]
    public async Task WithAKey_OnlyWhoShowsItIsServed(string? key, HttpStatusCode status)
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { ApiKey = Key });

        using var answer = await dashboard.SendAsync("/v1/traces", s_request, key: key);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, dashboard.Queries.Figures().Held.Spans);
    }

    [Fact]
    public async Task SenderThatDoesNotGoOn_IsCutOff_AndHoldsUpNobodyForLong()
    {
        var time = new FakeTimeProvider();
        await using var dashboard = await RunningDashboard.StartAsync(time: time);
        var slow = await Task.WhenAll(Enumerable.Range(0, IngestGate.MaxRequests).Select(async _ =>
        {
            var client = new TcpClient();
            await client.ConnectAsync(dashboard.Http.BaseAddress!.Host, dashboard.Http.BaseAddress.Port);
            await client.GetStream().WriteAsync("POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: 100\r\n\r\n"u8.ToArray());
            return client;
        }));

        var next = dashboard.SendAsync("/v1/traces", s_request);
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(next.IsCompleted);
            },
            "the next sender's turn",
            TestContext.Current.CancellationToken);

        using var answer = await next;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        foreach (var client in slow)
        {
            client.Dispose();
        }
    }

    [Fact]
    public async Task Ports_DoNotAnswerEachOthersPaths()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var content = new ByteArrayContent(s_request);
        content.Headers.ContentType = new("application/x-protobuf");

        using var toPages = await dashboard.Pages.PostAsync("/v1/traces", content, TestContext.Current.CancellationToken);
        using var toManagement = await dashboard.Management.PostAsync("/v1/traces", content, TestContext.Current.CancellationToken);
        using var metrics = await dashboard.Http.GetAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.NotEqual(HttpStatusCode.OK, toPages.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, toManagement.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, metrics.StatusCode);
        Assert.Equal(0, dashboard.Queries.Figures().Held.Spans);
    }

    [Fact]
    public async Task Management_TellsHealthAndFigures()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var answer = await dashboard.SendAsync("/v1/traces", s_request);

        var ready = await dashboard.Management.GetStringAsync("/readyz", TestContext.Current.CancellationToken);
        var metrics = await dashboard.Management.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.EndsWith("ok\n", ready, StringComparison.Ordinal);
        Assert.Contains("bouncer_dashboard_received_total{bouncer_signal=\"traces\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains($"bouncer_dashboard_memory_limit_bytes{{}} {32 << 20}\n", metrics, StringComparison.Ordinal);
    }

    private static Task<byte[]> BodyAsync(HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
}
