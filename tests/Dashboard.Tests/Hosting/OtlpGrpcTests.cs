using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Hosting;

/// <summary>OTLP over gRPC, as bytes on the wire.</summary>
public class OtlpGrpcTests
{
    private const string Traces = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private const string Key = "0123456789abcdef";

    [Theory]
    [InlineData("trace.v1.TraceService")]
    [InlineData("logs.v1.LogsService")]
    [InlineData("metrics.v1.MetricsService")]
    public async Task EveryService_IsThere(string service)
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        var (status, _, body) = await CallAsync(dashboard, $"/opentelemetry.proto.collector.{service}/Export", []);

        Assert.Equal("0", status);
        Assert.Equal(new byte[5], body);
    }

    [Fact]
    public async Task PackedMessage_IsTaken_WithinTheLimit()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { MaxRequest = 1 << 20 });
        var request = OtlpRequests.Request("Bouncer.Admission", OtlpRequests.DecisionSpan(1, DateTimeOffset.UnixEpoch, new OtlpDecision("a-1")));

        var (taken, _, _) = await CallAsync(dashboard, Traces, request, isPacked: true);
        var (refused, _, _) = await CallAsync(dashboard, Traces, new byte[100 << 20], isPacked: true);

        Assert.Equal(("0", "8"), (taken, refused));
        Assert.NotNull(dashboard.Queries.Decision("a-1"));
    }

    [Fact]
    public async Task PartialSuccess_IsTold()
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        var (status, _, body) = await CallAsync(dashboard, Traces, OtlpRequests.Request("scope", new ProtobufMessage()));

        Assert.Equal("0", status);
        Assert.Equal(OtlpAnswers.Success(1, "A span needs a trace id of 16 bytes and a span id of 8, neither all zero."), body[5..]);
    }

    [Fact]
    public async Task MalformedRequest_IsAnInvalidArgument()
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        var (status, message, _) = await CallAsync(dashboard, Traces, [0xFF]);

        Assert.Equal(("3", "The body is no OTLP message in protobuf: a number that breaks off at byte 1."), (status, message));
    }

    [Fact]
    public async Task RequestAboveTheLimit_ExhaustsResources()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { MaxRequest = 1 << 20 });

        var (status, _, _) = await CallAsync(dashboard, Traces, new byte[(1 << 20) + 1]);

        Assert.Equal("8", status);
    }

    [Fact]
    public async Task WithAKey_OnlyWhoShowsItIsServed()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o with { ApiKey = Key });

        using var refused = await SendAsync(dashboard, Traces, [], null);
        var (status, _, _) = await CallAsync(dashboard, Traces, [], Key);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("0", status);
    }

    private static async Task<(string Status, string Message, byte[] Body)> CallAsync(RunningDashboard dashboard, string method, byte[] message, string? key = null, bool isPacked = false)
    {
        using var answer = await SendAsync(dashboard, method, isPacked ? Packed.Gzip(message) : message, key, isPacked);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        string Field(string name) => answer.TrailingHeaders.TryGetValues(name, out var trailers) || answer.Headers.TryGetValues(name, out trailers) ? trailers.Single() : "";
        return (Field("grpc-status"), Uri.UnescapeDataString(Field("grpc-message")), body);
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningDashboard dashboard, string method, byte[] message, string? key, bool isPacked = false)
    {
        // A message is framed by whether it is packed, and its length.
        var framed = new byte[5 + message.Length];
        framed[0] = isPacked ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        using var request = new HttpRequestMessage(HttpMethod.Post, method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(framed) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new("trailers"));
        request.Headers.Add("grpc-encoding", isPacked ? "gzip" : "identity");
        if (key is not null)
        {
            request.Headers.Add(IngestGate.KeyHeader, key);
        }

        return await dashboard.Grpc.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
