using System.Net;
using Bouncer.GatekeeperAdapter.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.GatekeeperAdapter.Tests.Hosting;

/// <summary>The program from outside: arguments, signals, exit codes.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task WrongStart_NamesEveryMistakeAndExitsWithTwo()
    {
        _folder.Write("tls.crt", "no certificate");
        await using var adapter = Start(
            "--cert", _folder.File("tls.crt"), "--key", _folder.File("none.key"), "--policies", _folder.File("nowhere"), "--port", "x");

        await adapter.WaitForExitAsync();

        Assert.Equal(2, adapter.ExitCode);
        Assert.Contains("\"x\"", adapter.Output, StringComparison.Ordinal);
        Assert.Contains($"{_folder.File("none.key")} does not exist", adapter.Output, StringComparison.Ordinal);
        Assert.Contains(_folder.File("nowhere"), adapter.Output, StringComparison.Ordinal);
        Assert.Contains("gatekeeper-adapter cannot start. See --help.", adapter.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", adapter.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "--policies")]
    [InlineData("--help", "always on: the audit lists the kinds that constraints match and no others, all kinds if a constraint matches all.")]
    [InlineData("--version", "0.1.0")]
    public async Task HelpAndVersion_ArePrinted(string argument, string expected)
    {
        await using var adapter = Start(argument);

        await adapter.WaitForExitAsync();

        Assert.Equal(0, adapter.ExitCode);
        Assert.Contains(expected, adapter.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortInUse_IsToldAndExitsWithOne()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var adapter = Start([.. Arguments(), "--port", $"{port}"]);

        await adapter.WaitForExitAsync();

        Assert.Equal(1, adapter.ExitCode);
        Assert.Contains($"gatekeeper-adapter cannot listen: Failed to bind to address https://127.0.0.1:{port}", adapter.Output, StringComparison.Ordinal);
        Assert.Contains("See --port (", adapter.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_DrainsAndExitsWithZero()
    {
        await using var adapter = Start([.. Arguments(), "--shutdown-delay", "2"]);
        var (admission, management) = await adapter.ListeningAsync();
        using var probe = new HttpClient { BaseAddress = management };
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = TestTrust.In(_authority) } }) { BaseAddress = admission };
        await Eventually.HoldsAsync(
            async () => (await probe.GetAsync("/readyz", Deadline)).IsSuccessStatusCode, "readiness is green", Deadline);

        await adapter.TerminateAsync();

        await Eventually.HoldsAsync(
            async () => (await probe.GetAsync("/readyz", Deadline)).StatusCode == HttpStatusCode.ServiceUnavailable, "readiness is red", Deadline);
        using var content = new StringContent(Reviews.OfPod(), null, "application/json");
        using var answer = await client.PostAsync("/v1/admit", content, Deadline);
        Assert.True((await Answer.ReadAsync(answer)).Allowed);
        await adapter.WaitForExitAsync();
        Assert.Equal(0, adapter.ExitCode);
    }

    [Fact]
    public async Task Reasons_AreKeptBackFromTheLog_AndStandInTheAnswer()
    {
        string[] arguments = [.. Arguments(), "--redact", "omit"];
        _folder.Write(Path.Combine("policies", "t.yaml"), Policies.AllowedRepos);
        _folder.Write(Path.Combine("policies", "c.yaml"), Policies.Constraint());
        await using var adapter = Start(arguments);
        var (admission, _) = await adapter.ListeningAsync();
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = TestTrust.In(_authority) } }) { BaseAddress = admission };
        using var content = new StringContent(Reviews.OfPod("evil.com/secret"), null, "application/json");

        using var answer = await client.PostAsync("/v1/admit", content, Deadline);

        Assert.Contains("evil.com/secret", (await Answer.ReadAsync(answer)).Message, StringComparison.Ordinal);
        await adapter.TerminateAsync();
        await adapter.WaitForExitAsync();
        Assert.Contains("\"Reason\":\"(redacted)\"", adapter.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", adapter.Output, StringComparison.Ordinal);
    }

    private static ServiceProcess Start(params string[] arguments) => ServiceProcess.Start("gatekeeper-adapter.dll", arguments, Deadline);

    private string[] Arguments()
    {
        using var certificate = _authority.IssueServer();
        return
        [
            "--cert", _folder.Write("tls.crt", certificate.ExportCertificatePem()), "--key", _folder.Write("tls.key", certificate.KeyPem()),
            "--policies", Directory.CreateDirectory(_folder.File("policies")).FullName,
            "--bind", "127.0.0.1", "--port", "0", "--management-port", "0", "--shutdown-delay", "0",
        ];
    }
}
