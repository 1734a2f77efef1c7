using System.Text;
using Bouncer.Admission.Http;
using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests.ImageReviews;

public sealed class SlowBodyTests
{
    [Fact]
    public async Task BodyThatNeverEnds_IsAnsweredAtTheDeadline()
    {
        await using var webhook = await RunningWebhook.StartAsync();
        await using var tls = await webhook.ConnectAsync();
        await tls.WriteAsync(
            Encoding.ASCII.GetBytes("POST /image_policy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 400\r\n\r\n{\"kind\":"),
            TestContext.Current.CancellationToken);

        using var reader = new StreamReader(tls);
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        var rest = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("HTTP/1.1 200 OK", status);
        Assert.Contains($"the body did not arrive within {RequestBody.Deadline.TotalSeconds} s", rest, StringComparison.Ordinal);
        Assert.Contains("\"allowed\":false", rest, StringComparison.Ordinal);
    }
}
