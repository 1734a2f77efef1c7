using System.Net;
using Bouncer.GatekeeperAdapter.Tests.Support;

namespace Bouncer.GatekeeperAdapter.Tests.Audit;

/// <summary>The audit on the management port, where there is none.</summary>
public class AuditEndpointTests
{
    private const string Off = "There is no audit: templates and constraints come from a folder, and there is no cluster to look through. See --state (BOUNCER_STATE).";

    [Fact]
    public async Task StateOfAFolder_HasNoAudit_AndSaysSo()
    {
        await using var adapter = await RunningAdapter.StartAsync();

        Assert.Equal(
            $$"""{"intervalSeconds":60,"reason":"{{Off}}","state":"off"}""" + "\n", await adapter.GetManagementAsync("/audit"));
    }

    [Fact]
    public async Task RunThatCannotBe_IsRefusedWithTheReason()
    {
        await using var adapter = await RunningAdapter.StartAsync();

        using var answer = await adapter.ManagementClient.PostAsync("/audit/run", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal($$"""{"error":"{{Off}}"}""" + "\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AdmissionPort_DoesNotHaveTheAudit()
    {
        await using var adapter = await RunningAdapter.StartAsync();

        using var answer = await adapter.Client.PostAsync("/audit/run", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
