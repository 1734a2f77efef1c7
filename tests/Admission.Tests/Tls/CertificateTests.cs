using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.Admission.Files;
using Bouncer.Admission.Tls;
using Bouncer.TestSupport;

namespace Bouncer.Admission.Tests.Tls;

public sealed class CertificateTests : IDisposable
{
    private const string Broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    private readonly TestAuthority _authority = new();
    private readonly X509Certificate2 _certificate;

    public CertificateTests()
    {
        _certificate = _authority.IssueServer();
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void CertificateAndKey_AreLoaded()
    {
        var loaded = Load(_certificate.ExportCertificatePem(), _certificate.KeyPem());

        Assert.Equal(_certificate.Thumbprint, loaded.Leaf.Thumbprint);
        Assert.True(loaded.Leaf.HasPrivateKey);
        Assert.Equal(_certificate.NotAfter.ToUniversalTime(), loaded.NotAfter.UtcDateTime);
        Assert.Equal(
            $"serial {_certificate.SerialNumber.ToLowerInvariant()}, valid until {_certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC", loaded.Version);
    }

    [Fact]
    public void IntermediatesAfterTheCertificate_AreShownWithIt()
    {
        using var intermediate = Issue("CN=intermediate", _authority.Certificate, isAuthority: true);
        using var leaf = Issue("CN=leaf", intermediate, isAuthority: false);

        var loaded = Load(leaf.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem(), leaf.KeyPem());

        Assert.Equal(leaf.Thumbprint, loaded.Leaf.Thumbprint);
        Assert.Equal([intermediate.Thumbprint], loaded.Context.IntermediateCertificates.Select(c => c.Thumbprint));
    }

    [Fact]
    public void KeyBesideItsParameters_IsLoaded()
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        const string Parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

        Assert.True(Load(_certificate.ExportCertificatePem(), Parameters + key.ExportECPrivateKeyPem()).Leaf.HasPrivateKey);
    }

    [Fact]
    public void RsaKey_IsLoaded()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=rsa", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));

        Assert.True(Load(certificate.ExportCertificatePem(), key.ExportRSAPrivateKeyPem()).Leaf.HasPrivateKey);
    }

    [Fact]
    public void EncryptedKey_IsRefusedWithTheReason()
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1));
        const string Traditional = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
        const string Problem = "tls.key is encrypted; a service cannot be asked for the passphrase, so store the key unencrypted";

        Assert.Equal(Problem, ProblemOf(_certificate.ExportCertificatePem(), encrypted));
        Assert.Equal(Problem, ProblemOf(_certificate.ExportCertificatePem(), Traditional));
    }

    [Fact]
    public void KeyOfAnotherCertificate_IsRefused()
    {
        using var other = _authority.IssueServer();

        Assert.StartsWith("tls.key is not the key of tls.crt: ", ProblemOf(_certificate.ExportCertificatePem(), other.KeyPem()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void FileWithoutACertificate_IsNamed(string certificate)
    {
        Assert.Equal("tls.crt holds no PEM certificate (-----BEGIN CERTIFICATE-----)", ProblemOf(certificate, _certificate.KeyPem()));
        Assert.Equal(
            "ca.crt holds no PEM certificate (-----BEGIN CERTIFICATE-----)",
            Assert.Throws<InvalidFileException>(() => ClientAuthorities.Load(Encoding.UTF8.GetBytes(certificate), "ca.crt")).Message);
    }

    [Fact]
    public void BrokenCertificate_IsNamed()
    {
        Assert.StartsWith("tls.crt holds a broken certificate: ", ProblemOf(Broken, _certificate.KeyPem()), StringComparison.Ordinal);
        Assert.StartsWith(
            "tls.crt holds a broken certificate: ",
            ProblemOf(_certificate.ExportCertificatePem() + "\n" + Broken, _certificate.KeyPem()),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public void FileWithoutAKey_IsNamed(string key)
        => Assert.Equal("tls.key holds no PEM private key (-----BEGIN PRIVATE KEY-----)", ProblemOf(_certificate.ExportCertificatePem(), key));

    [Fact]
    public void BrokenKey_IsRefused()
        => Assert.StartsWith(
            "tls.key is not the key of tls.crt: ",
            ProblemOf(_certificate.ExportCertificatePem(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
            StringComparison.Ordinal);

    [Fact]
    public void Bytes_AreRefusedWhateverTheyAre()
    {
        byte[] junk = [0xFF, 0xFE, 0x00, 0x80, .. "-----BEGIN CERTIFICATE-----"u8];

        Assert.Throws<InvalidFileException>(() => ServerCertificate.Load(junk, junk, "tls.crt", "tls.key"));
        Assert.Throws<InvalidFileException>(() => ClientAuthorities.Load(junk, "ca.crt"));
    }

    [Fact]
    public void SeveralAuthorities_AreAllLoaded()
    {
        using var other = new TestAuthority("other");

        var loaded = ClientAuthorities.Load(Encoding.UTF8.GetBytes(_authority.Pem + "\n" + other.Pem), "ca.crt");

        Assert.Equal([_authority.Certificate.Thumbprint, other.Certificate.Thumbprint], loaded.Certificates.Select(c => c.Thumbprint));
        Assert.Equal(
            $"serial {_authority.Certificate.SerialNumber.ToLowerInvariant()}, serial {other.Certificate.SerialNumber.ToLowerInvariant()}", loaded.Version);
        Assert.Equal(
            new[] { _authority.Certificate.NotAfter, other.Certificate.NotAfter }.Min().ToUniversalTime(), loaded.NotAfter.UtcDateTime);
    }

    private static X509Certificate2 Issue(string subject, X509Certificate2 issuer, bool isAuthority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        using var issued = request.Create(issuer, issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(12));
        return issued.CopyWithPrivateKey(key);
    }

    private static ServerCertificate Load(string certificate, string key)
        => ServerCertificate.Load(Encoding.UTF8.GetBytes(certificate), Encoding.UTF8.GetBytes(key), "tls.crt", "tls.key");

    private static string ProblemOf(string certificate, string key)
        => Assert.Throws<InvalidFileException>(() => Load(certificate, key)).Message;
}
