using System.Security.Cryptography.X509Certificates;
using Bouncer.AppHost.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.AppHost.Tests.Certificates;

public sealed class DevelopmentCertificatesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory();

    private string Folder => Path.Combine(_parent.FullName, "certificates");

    public void Dispose() => _parent.Delete(recursive: true);

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("host.docker.internal")]
    [InlineData("image-bouncer-webhook")]
    [InlineData("image-bouncer-webhook.default.svc")]
    [InlineData("image-bouncer-webhook.default.svc.cluster.local")]
    public void Server_IsKnownUnderEveryName(string name)
    {
        var certificates = DevelopmentCertificates.Ensure(Folder, _time);

        using var server = X509Certificate2.CreateFromPemFile(certificates.ServerCertificate, certificates.ServerKey);

        Assert.True(server.MatchesHostname(name));
        Assert.False(server.MatchesHostname("registry.example.com"));
        Assert.True(IsTrusted(certificates, server, usage: "1.3.6.1.5.5.7.3.1"));
    }

    [Fact]
    public void Client_IsTheApiServer_AndNoServer()
    {
        var certificates = DevelopmentCertificates.Ensure(Folder, _time);

        using var client = X509Certificate2.CreateFromPemFile(certificates.ClientCertificate, certificates.ClientKey);

        Assert.Equal("CN=kube-apiserver", client.Subject);
        Assert.True(IsTrusted(certificates, client, usage: "1.3.6.1.5.5.7.3.2"));
        Assert.False(IsTrusted(certificates, client, usage: "1.3.6.1.5.5.7.3.1"));
    }

    [Fact]
    public void Keys_AreTheirOwnersAlone_AndTheAuthorityHasNone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        var certificates = DevelopmentCertificates.Ensure(Folder, _time);

        foreach (var key in new[] { certificates.ServerKey, certificates.ClientKey })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }

        Assert.Equal(
            ["ca.crt", "client.crt", "client.key", "server.crt", "server.key"],
            Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void GoodCertificates_AreKept()
    {
        var first = Content(DevelopmentCertificates.Ensure(Folder, _time));

        _time.Advance(TimeSpan.FromDays(357));

        Assert.Equal(first, Content(DevelopmentCertificates.Ensure(Folder, _time)));
    }

    [Fact]
    public void CertificatesThatEndSoon_AreRenewed()
    {
        var first = Content(DevelopmentCertificates.Ensure(Folder, _time));

        _time.Advance(TimeSpan.FromDays(359));

        Assert.NotEqual(first, Content(DevelopmentCertificates.Ensure(Folder, _time)));
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("server.crt")]
    [InlineData("server.key")]
    [InlineData("client.crt")]
    [InlineData("client.key")]
    public void DamagedFile_IsReplaced_WithAllTheOthers(string file)
    {
        var first = Content(DevelopmentCertificates.Ensure(Folder, _time));
        File.WriteAllText(Path.Combine(Folder, file), "damaged");

        var second = Content(DevelopmentCertificates.Ensure(Folder, _time));

        Assert.Empty(first.Intersect(second));
    }

    [Fact]
    public async Task SeveralAtOnce_AgreeOnOneSet()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Content(DevelopmentCertificates.Ensure(Folder, _time)))));

        Assert.All(all, content => Assert.Equal(all[0], content));
        Assert.Equal([Folder], Directory.GetDirectories(_parent.FullName));
    }

    private static string[] Content(DevelopmentCertificates certificates)
        => [.. Directory.GetFiles(Path.GetDirectoryName(certificates.Authority)!).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private bool IsTrusted(DevelopmentCertificates certificates, X509Certificate2 certificate, string usage)
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(certificates.Authority);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new(usage));
        return chain.Build(certificate);
    }
}
