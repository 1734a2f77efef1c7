using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.TestSupport;

/// <summary>A certificate authority for one test, made at run time. Nothing of it outlives the test.</summary>
public sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private readonly X509Certificate2 _certificate;

    /// <summary>Creates an authority.</summary>
    public TestAuthority(string name = "test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>The authority's certificate, PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>The authority's certificate.</summary>
    public X509Certificate2 Certificate => _certificate;

    /// <summary>Issues a certificate for localhost and 127.0.0.1.</summary>
    public X509Certificate2 IssueServer()
        => Issue("CN=localhost", ServerAuthentication, TimeSpan.FromDays(7), names =>
        {
            names.AddDnsName("localhost");
            names.AddDnsName("host.docker.internal"); // this machine, as seen from a container
            names.AddIpAddress(IPAddress.Loopback);
        });

    /// <summary>Issues a client certificate.</summary>
    /// <param name="commonName">The CN.</param>
    /// <param name="dnsName">A DNS name beside it.</param>
    /// <param name="validFor">How long it is valid from now; negative for one that has expired.</param>
    public X509Certificate2 IssueClient(string commonName, string? dnsName = null, TimeSpan? validFor = null)
        => Issue($"CN={commonName}", ClientAuthentication, validFor ?? TimeSpan.FromDays(7), names =>
        {
            if (dnsName is not null)
            {
                names.AddDnsName(dnsName);
            }
        });

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private X509Certificate2 Issue(string subject, string usage, TimeSpan validFor, Action<SubjectAlternativeNameBuilder> addNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(usage)], false));
        var names = new SubjectAlternativeNameBuilder();
        addNames(names);
        var extension = names.Build();
        if (extension.RawData.Length > 2)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var issued = request.Create(_certificate, Now.AddDays(-20), Now + validFor, RandomNumberGenerator.GetBytes(12));
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}

/// <summary>Certificates as files hold them.</summary>
public static class PemText
{
    /// <summary>The private key of a certificate, PEM (PKCS #8).</summary>
    public static string KeyPem(this X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new ArgumentException("the certificate has no EC key", nameof(certificate));
        return key.ExportPkcs8PrivateKeyPem();
    }
}
