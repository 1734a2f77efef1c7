using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.LocalCluster.Certificates;

/// <summary>A certificate authority for development and tests: ECDSA P-256, and everything it issues ends when it does.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>A clock that is a little behind, as a container's may be, still accepts a fresh certificate.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    /// <summary>Creates an authority with a key of its own.</summary>
    /// <param name="commonName">Its name.</param>
    /// <param name="now">The time it is valid from, less five minutes for clocks that are behind.</param>
    /// <param name="validity">How long from then it and all it issues are valid.</param>
    public CertificateAuthority(string commonName, DateTimeOffset now, TimeSpan validity)
    {
        var request = new CertificateRequest(Subject(commonName, organization: null), _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(now - ClockSkew, now + validity);
    }

    /// <summary>The authority's certificate, PEM.</summary>
    public string Certificate => _certificate.ExportCertificatePem() + "\n";

    /// <summary>The authority's key, PEM (PKCS #8).</summary>
    public string Key => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Issues a server certificate.</summary>
    /// <param name="commonName">The subject's CN, which clients do not look at.</param>
    /// <param name="dnsNames">The names under which clients reach the server.</param>
    /// <param name="addresses">The addresses under which they do.</param>
    public PemCertificate IssueServer(string commonName, IEnumerable<string> dnsNames, IEnumerable<IPAddress> addresses)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
        {
            names.AddDnsName(name);
        }

        foreach (var address in addresses)
        {
            names.AddIpAddress(address);
        }

        return Issue(Subject(commonName, organization: null), ServerAuthentication, names.Build());
    }

    /// <summary>Issues a client certificate.</summary>
    /// <param name="user">The subject's CN: to Kubernetes, the user's name.</param>
    /// <param name="group">The subject's O: to Kubernetes, a group that the user is in.</param>
    public PemCertificate IssueClient(string user, string? group = null) => Issue(Subject(user, group), ClientAuthentication, names: null);

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private static X500DistinguishedName Subject(string commonName, string? organization)
    {
        var subject = new X500DistinguishedNameBuilder();
        if (organization is not null)
        {
            subject.AddOrganizationName(organization);
        }

        subject.AddCommonName(commonName);
        return subject.Build();
    }

    private PemCertificate Issue(X500DistinguishedName subject, string usage, X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(usage)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            _certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F; // A serial number is positive.
        using var certificate = request.Create(_certificate, _certificate.NotBefore, _certificate.NotAfter, serial);
        return new(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
