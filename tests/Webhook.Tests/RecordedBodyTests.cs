using System.Net;
using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests;

/// <summary>Recorded bodies, allowed by a policy with their registry and refused by one without.</summary>
public sealed class RecordedBodyTests
{
    [Theory]
    [InlineData("/image_policy", "imagereview-")]
    [InlineData("/", "admissionreview-")]
    public async Task EveryBody_IsDecidedByItsRegistry(string path, string prefix)
    {
        Assert.SkipWhen(RecordedBodies.Folder is null, "the recorded bodies are not beside CONFORMANCE_DIR");
        await using var allowing = await RunningWebhook.StartAsync((options, _, _) => options with { Registries = ["registry.example.com"] });
        await using var refusing = await RunningWebhook.StartAsync();
        Assert.NotEmpty(RecordedBodies.Files(prefix));

        foreach (var file in RecordedBodies.Files(prefix))
        {
            var body = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            var allowed = await allowing.PostAsync(path, body);
            var refused = await refusing.PostAsync(path, body);

            Assert.Equal((HttpStatusCode.OK, true, ""), (allowed.StatusCode, allowed.Allowed, allowed.Reason));
            Assert.Equal((HttpStatusCode.OK, false), (refused.StatusCode, refused.Allowed));
            Assert.Contains("registry.example.com/", refused.Reason, StringComparison.Ordinal);
        }
    }
}
