using System.Security.Cryptography.X509Certificates;
using Bouncer.GatekeeperAdapter.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.GatekeeperAdapter.Tests.Hosting;

/// <summary>With --client-ca nobody asks but the holder of a certificate of that authority with the right name.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new("a stranger");
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _stranger.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task ApiServersCertificate_IsAnswered()
    {
        await using var adapter = await StartAsync();
        using var certificate = _authority.IssueClient("kube-apiserver");

        Assert.True(await IsAnsweredAsync(adapter, certificate));
    }

    [Fact]
    public async Task NoCertificate_IsRefused()
    {
        await using var adapter = await StartAsync();

        Assert.False(await IsAnsweredAsync(adapter, null));
    }

    [Fact]
    public async Task AnotherName_IsRefused()
    {
        await using var adapter = await StartAsync();
        using var certificate = _authority.IssueClient("system:node:worker");

        Assert.False(await IsAnsweredAsync(adapter, certificate));
    }

    [Fact]
    public async Task AnotherAuthority_IsRefused()
    {
        await using var adapter = await StartAsync();
        using var certificate = _stranger.IssueClient("kube-apiserver");

        Assert.False(await IsAnsweredAsync(adapter, certificate));
    }

    private Task<RunningAdapter> StartAsync() => RunningAdapter.StartAsync(options => options with
    {
        ClientAuthorityPath = _folder.Write("client-ca.crt", _authority.Pem),
        ClientNames = ["kube-apiserver"],
    });

    private static async Task<bool> IsAnsweredAsync(RunningAdapter adapter, X509Certificate2? certificate)
    {
        using var client = adapter.CreateClient(certificate);
        using var content = new StringContent(Reviews.OfPod(), null, "application/json");
        try
        {
            using var response = await client.PostAsync(new Uri("/v1/admit", UriKind.Relative), content, TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
