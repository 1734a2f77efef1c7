using System.Net;
using Bouncer.GatekeeperAdapter.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.GatekeeperAdapter.Tests.Hosting;

/// <summary>The management port.</summary>
public class ManagementTests
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/livez")]
    public async Task Liveness_IsAnswered(string path)
    {
        await using var adapter = await RunningAdapter.StartAsync();

        Assert.Equal("ok\n", await adapter.GetManagementAsync(path));
    }

    [Fact]
    public async Task Readiness_TellsWhatIsInForce()
    {
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()));

        var readiness = await adapter.GetManagementAsync("/readyz");

        Assert.Contains($"[+]policies version {adapter.State.Version}: 1 templates, 1 of 1 constraints in force\n", readiness, StringComparison.Ordinal);
        Assert.EndsWith("ok\n", readiness, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_IsRedUntilTheStateIsThere()
    {
        await using var adapter = await RunningAdapter.StartAsync();
        adapter.State.Readiness.Require("the constraints of the cluster");

        using var red = await adapter.ManagementClient.GetAsync("/readyz", TestContext.Current.CancellationToken);
        var text = await red.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        adapter.State.Readiness.Meet("the constraints of the cluster");
        using var green = await adapter.ManagementClient.GetAsync("/readyz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, red.StatusCode);
        Assert.Contains("[-]policies waiting for the constraints of the cluster\n", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, green.StatusCode);
    }

    [Fact]
    public async Task PortsDoNotAnswerEachOthersPaths()
    {
        await using var adapter = await RunningAdapter.StartAsync();

        using var metrics = await adapter.Client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        using var get = await adapter.Client.GetAsync("/v1/admit", TestContext.Current.CancellationToken);
        using var mutate = await adapter.SendAsync("/v1/mutate", Reviews.OfPod());
        using var admit = await adapter.ManagementClient.PostAsync("/v1/admit", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, metrics.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, mutate.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, admit.StatusCode);
    }

    [Fact]
    public async Task Tls12_IsRefusedUnlessAllowed()
    {
        await using var strict = await RunningAdapter.StartAsync();
        await using var lenient = await RunningAdapter.StartAsync(options => options with { AllowsTls12 = true });

        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(strict));
        await HandshakeAsync(lenient);
    }

    private static async Task HandshakeAsync(RunningAdapter adapter)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(adapter.Admission.Host, adapter.Admission.Port, TestContext.Current.CancellationToken);
        await using var tls = new System.Net.Security.SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(
            new System.Net.Security.SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls12,
                CertificateChainPolicy = TestTrust.In(adapter.Authority),
            },
            TestContext.Current.CancellationToken);
    }
}
