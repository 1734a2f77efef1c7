using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.KubernetesApi.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.KubernetesApi.Tests.Access;

/// <summary>What a user of a kubeconfig shows the API server.</summary>
public sealed class UserCredentialsTests : ConnectionTest
{
    private static readonly TimeSpan s_age = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("token: secret", "Bearer secret")]
    [InlineData("username: jane, password: secret", "Basic amFuZTpzZWNyZXQ=")]
    [InlineData("token: secret, username: jane, password: other", "Bearer secret")]
    [InlineData("a: b", "")]
    public async Task User_IsKnownByAHeader(string user, string expected) => Assert.Equal(expected, (await AskOnceAsync(user)).Authorization);

    [Fact]
    public async Task ContextWithoutUser_ShowsNothing()
    {
        var file = Folder.Write("kubeconfig", $$"""
            {current-context: a, contexts: [{name: a, context: {cluster: c} }], clusters: [{name: c, cluster: { {{Cluster}} } }]}
            """);
        using var connection = ApiConnection.Open(file, "tests");

        await AskAsync(connection);

        Assert.Equal(("", ""), (Server.Asked[0].Authorization, Server.Asked[0].Certificate));
    }

    [Fact]
    public async Task TokenInAFile_IsFollowed()
    {
        Folder.Write("token", "first\n");
        using var connection = Open("tokenFile: token, token: other");
        await AskAsync(connection);
        Folder.Write("token", "second\n");
        await AskAsync(connection);
        Time.Advance(s_age);
        await AskAsync(connection);

        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], Server.Asked.Select(a => a.Authorization));
    }

    [Fact]
    public async Task RefusedToken_IsReadAgainAtOnce()
    {
        Folder.Write("token", "first");
        using var connection = Open("tokenFile: token");
        Server.Status = 401;
        await AskAsync(connection);
        Folder.Write("token", "second");
        await AskAsync(connection);

        Assert.Equal(["Bearer first", "Bearer second"], Server.Asked.Select(a => a.Authorization));
    }

    [Fact]
    public async Task TokenFileThatIsGone_IsToldAtTheRequest()
    {
        var file = Folder.Write("token", "first");
        using var connection = Open("tokenFile: token");
        await AskAsync(connection);
        File.Delete(file);
        Time.Advance(s_age);

        var failure = await Assert.ThrowsAsync<ApiException>(() => AskAsync(connection));

        Assert.Equal(
            $"The kubeconfig {Folder.File("kubeconfig")} cannot be used: users[admin].user.tokenFile cannot be used: Could not find file '{file}'.", failure.Message);
    }

    [Fact]
    public async Task Certificate_IsInTheKubeconfig()
    {
        using var certificate = Authority.IssueClient("jane");

        var asked = await AskOnceAsync($"client-certificate-data: {Base64(certificate.ExportCertificatePem())}, client-key-data: {Base64(certificate.KeyPem())}");

        Assert.Equal(("CN=jane", ""), (asked.Certificate, asked.Authorization));
    }

    [Fact]
    public async Task CertificateInFiles_IsFollowed_OnNewConnections()
    {
        WriteCertificate("jane");
        using var connection = Open("client-certificate: tls.crt, client-key: tls.key");
        await AskAsync(connection);
        WriteCertificate("john");
        await AskAsync(connection);
        Time.Advance(s_age);
        await AskAsync(connection);

        Assert.Equal(["CN=jane", "CN=jane", "CN=john"], Server.Asked.Select(a => a.Certificate));
    }

    [Fact]
    public async Task Intermediates_AreShownToo()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=an intermediate", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var until = Authority.Certificate.NotAfter.AddDays(-1);
        using var intermediate = request.Create(Authority.Certificate, Authority.Certificate.NotBefore, until, [1]);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = intermediate.CopyWithPrivateKey(key);
        using var leaf = new CertificateRequest("CN=jane", leafKey, HashAlgorithmName.SHA256).Create(signer, signer.NotBefore, until, [2]);
        Folder.Write("tls.crt", leaf.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem());
        Folder.Write("tls.key", leafKey.ExportPkcs8PrivateKeyPem());

        var asked = await AskOnceAsync("client-certificate: tls.crt, client-key: tls.key");

        Assert.Equal(("CN=jane", 1), (asked.Certificate, asked.Intermediates));
    }

    [Theory]
    [InlineData("token: 12345", "users[admin].user.token is no text. Put it in quotes.")]
    [InlineData("token: \"a b\"", "users[admin].user.token cannot be used: a token is of visible ASCII characters, one at least.")]
    [InlineData("tokenFile: none", "users[admin].user.tokenFile cannot be used: Could not find file 'FOLDER/none'.")]
    [InlineData("client-certificate-data: aGVsbG8=", "users[admin].user has one of client-certificate and client-key. Both are needed.")]
    [InlineData("auth-provider: {name: gcp}", "users[admin].user.auth-provider (gcp) is of Kubernetes before 1.26. Use exec with a credential plugin: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins.")]
    public void WrongUser_IsToldWithItsPlace(string user, string expected) => Assert.Equal(expected, Problem(user));

    [Fact]
    public void KeyOfAnotherCertificate_IsTold()
    {
        using var one = Authority.IssueClient("jane");
        using var other = Authority.IssueClient("john");

        Assert.StartsWith(
            "users[admin].user has a client-certificate and a client-key that do not belong together: ",
            Problem($"client-certificate-data: {Base64(one.ExportCertificatePem())}, client-key-data: {Base64(other.KeyPem())}"),
            StringComparison.Ordinal);
    }

    private void WriteCertificate(string name)
    {
        using var certificate = Authority.IssueClient(name);
        Folder.Write("tls.crt", certificate.ExportCertificatePem());
        Folder.Write("tls.key", certificate.KeyPem());
    }
}
