using System.Net;
using System.Text.Json;
using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests.Hosting;

public sealed class ManagementTests
{
    [Fact]
    public async Task Readiness_TellsWhatIsInUse()
    {
        await using var webhook = await RunningWebhook.StartAsync();

        var lines = (await webhook.GetManagementAsync("/readyz")).Split('\n');

        Assert.Matches(@"^\[\+\]certificate serial [0-9a-f]+, valid until \d{4}-\d\d-\d\d \d\d:\d\d UTC \(generation 1\)$", lines[0]);
        Assert.Matches(@"^\[\+\]policy [0-9a-f]{12} \(generation 1\)$", lines[1]);
        Assert.Equal("[+]serving serving", lines[2]);
        Assert.Equal("ok", lines[3]);
    }

    [Fact]
    public async Task Version_IsJson()
    {
        await using var webhook = await RunningWebhook.StartAsync();

        var version = JsonDocument.Parse(await webhook.GetManagementAsync("/version")).RootElement;

        Assert.Equal("image-bouncer-webhook", version.GetProperty("name").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", version.GetProperty("version").GetString());
    }

    [Fact]
    public async Task Reviews_AreNotAnsweredInPlainText()
    {
        await using var webhook = await RunningWebhook.StartAsync();
        using var content = new StringContent(Bodies.ImageReview("busybox"));
        using var response = await webhook.ManagementClient.PostAsync("/image_policy", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
