using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Operations;

/// <summary>Nobody but the API server gets an answer.</summary>
public sealed class ClientCertificateTests(ClusterFixture cluster) : ClusterTest(cluster)
{
    private const string Review = """{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","spec":{"containers":[{"image":"busybox"}],"namespace":"default"}}""";

    [Fact]
    public async Task ApiServersOwn_IsAnswered()
    {
        var files = Cluster.ApiServerCertificate();
        using var certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);

        Assert.Contains("\"allowed\":true", await AskAsync(certificate), StringComparison.Ordinal);
    }

    [Fact]
    public async Task None_IsNotAnswered()
        => await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(null));

    [Fact]
    public async Task OneOfAnotherAuthority_IsNotAnswered()
    {
        using var stranger = new TestAuthority();
        using var certificate = stranger.IssueClient("kube-apiserver");

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(certificate));
    }

    private async Task<string> AskAsync(X509Certificate2? certificate)
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Cluster.CertificateFile("ca.crt"));
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = certificate is null ? [] : [certificate],
                CertificateChainPolicy = new()
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { authority },
                },
            },
        };
        using var client = new HttpClient(handler);
        using var answer = await client.PostAsync(new Uri(Cluster.Webhook, "/image_policy"), new StringContent(Review), Deadline);
        return await answer.Content.ReadAsStringAsync(Deadline);
    }
}
