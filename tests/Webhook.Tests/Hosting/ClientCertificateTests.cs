using System.Security.Cryptography.X509Certificates;
using Bouncer.TestSupport;
using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests.Hosting;

/// <summary>With --client-ca nobody but the holder of a right certificate gets so much as a handshake.</summary>
public sealed class ClientCertificateTests
{
    [Fact]
    public async Task CertificateOfTheAuthority_IsAccepted()
    {
        await using var webhook = await StartAsync([]);
        using var certificate = webhook.Authority.IssueClient("anyone");

        Assert.True(await IsAnsweredAsync(webhook, certificate));
    }

    [Theory]
    [InlineData("kube-apiserver", null)]
    [InlineData("other", "kube-apiserver")]
    public async Task PinnedName_IsFoundInSubjectOrDnsNames(string commonName, string? dnsName)
    {
        await using var webhook = await StartAsync(["kube-apiserver"]);
        using var certificate = webhook.Authority.IssueClient(commonName, dnsName);

        Assert.True(await IsAnsweredAsync(webhook, certificate));
    }

    [Fact]
    public async Task OtherName_IsRefusedAndCounted()
    {
        await using var webhook = await StartAsync(["kube-apiserver"]);
        using var certificate = webhook.Authority.IssueClient("kube-apiserver.evil.com", "xkube-apiserver");

        Assert.False(await IsAnsweredAsync(webhook, certificate));
        Assert.Contains("bouncer_tls_clients_refused_total", await webhook.GetManagementAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoCertificate_IsRefused()
    {
        await using var webhook = await StartAsync([]);

        Assert.False(await IsAnsweredAsync(webhook, null));
    }

    [Fact]
    public async Task ExpiredCertificate_IsRefused()
    {
        await using var webhook = await StartAsync([]);
        using var certificate = webhook.Authority.IssueClient("kube-apiserver", validFor: TimeSpan.FromDays(-1));

        Assert.False(await IsAnsweredAsync(webhook, certificate));
    }

    [Fact]
    public async Task CertificateOfAnotherAuthority_IsRefused()
    {
        await using var webhook = await StartAsync([]);
        using var stranger = new TestAuthority();
        using var certificate = stranger.IssueClient("kube-apiserver");

        Assert.False(await IsAnsweredAsync(webhook, certificate));
    }

    [Fact]
    public async Task ServerCertificateAsClient_IsRefused()
    {
        await using var webhook = await StartAsync([]);
        using var certificate = webhook.Authority.IssueServer();

        Assert.False(await IsAnsweredAsync(webhook, certificate));
    }

    [Fact]
    public async Task ProbesAndScrapers_NeedNone()
    {
        await using var webhook = await StartAsync([]);

        Assert.EndsWith("ok\n", await webhook.GetManagementAsync("/readyz"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReplacedAuthority_CountsForNewConnections()
    {
        await using var webhook = await StartAsync([]);
        using var successor = new TestAuthority("successor");
        using var certificate = successor.IssueClient("kube-apiserver");
        using var old = webhook.Authority.IssueClient("kube-apiserver");
        Assert.False(await IsAnsweredAsync(webhook, certificate));

        webhook.Folder.Write("client-ca.crt", successor.Pem);

        await Eventually.HoldsAsync(() => IsAnsweredAsync(webhook, certificate), "the new authority is in use", TestContext.Current.CancellationToken);
        Assert.False(await IsAnsweredAsync(webhook, old));
    }

    private static Task<RunningWebhook> StartAsync(string[] names)
        => RunningWebhook.StartAsync((options, folder, authority) => options with
        {
            ClientAuthorityPath = folder.Write("client-ca.crt", authority.Pem),
            ClientNames = names,
        });

    private static async Task<bool> IsAnsweredAsync(RunningWebhook webhook, X509Certificate2? certificate)
    {
        using var client = webhook.CreateClient(certificate);
        try
        {
            return (await webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox"), client)).Allowed;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
