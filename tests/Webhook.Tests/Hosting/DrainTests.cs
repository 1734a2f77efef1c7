using System.Net;
using System.Text;
using Bouncer.TestSupport;
using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests.Hosting;

public sealed class DrainTests
{
    [Fact]
    public async Task Stop_TurnsReadinessRedAndGoesOnServingForTheDelay()
    {
        await using var webhook = await RunningWebhook.StartAsync((options, _, _) => options with { ShutdownDelay = TimeSpan.FromSeconds(3) });
        var stopped = webhook.StopAsync();

        using var ready = await webhook.ManagementClient.GetAsync("/readyz", TestContext.Current.CancellationToken);
        var text = await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var answer = await webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("[-]serving draining", text, StringComparison.Ordinal);
        Assert.EndsWith("not ready\n", text, StringComparison.Ordinal);
        Assert.True(answer.Allowed);
        Assert.Equal(HttpStatusCode.OK, (await webhook.ManagementClient.GetAsync("/livez", TestContext.Current.CancellationToken)).StatusCode);
        await stopped;
        await Assert.ThrowsAsync<HttpRequestException>(() => webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox")));
    }

    [Fact]
    public async Task RequestDuringTheDelay_IsTheLastOneOnItsConnection()
    {
        await using var webhook = await RunningWebhook.StartAsync((options, _, _) => options with { ShutdownDelay = TimeSpan.FromSeconds(3) });
        await using var tls = await webhook.ConnectAsync();
        var body = Bodies.ImageReview("busybox");
        var request = Encoding.ASCII.GetBytes($"POST /image_policy HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        await tls.WriteAsync(request, TestContext.Current.CancellationToken);
        var before = new byte[4096];
        var length = await tls.ReadAsync(before, TestContext.Current.CancellationToken);
        var stopped = webhook.StopAsync();

        await tls.WriteAsync(request, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(tls);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken); // To the connection's end.

        Assert.DoesNotContain("Connection: close", Encoding.ASCII.GetString(before, 0, length), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Contains("\"allowed\":true", answer, StringComparison.Ordinal);
        await stopped;
    }

    [Fact]
    public async Task RequestInFlight_IsAnsweredBeforeTheEnd()
    {
        await using var webhook = await RunningWebhook.StartAsync();
        await using var tls = await webhook.ConnectAsync();
        var body = Bodies.ImageReview("busybox");
        await tls.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /image_policy HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body[..10]}"),
            TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(
            async () => (await webhook.GetManagementAsync("/metrics")).Contains("kestrel_active_connections", StringComparison.Ordinal),
            "the request has begun",
            TestContext.Current.CancellationToken);

        var stopped = webhook.StopAsync();
        await tls.WriteAsync(Encoding.ASCII.GetBytes(body[10..]), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(tls);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("\"allowed\":true", answer, StringComparison.Ordinal);
        await stopped;
    }
}
