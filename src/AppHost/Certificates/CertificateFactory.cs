using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.AppHost.Certificates;

/// <summary>Issues the development certificates: ECDSA P-256, valid for a year.</summary>
internal static class CertificateFactory
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    /// <summary>A clock that is a little behind, as a container's may be, still accepts a fresh certificate.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>This machine, this machine as seen from a container, and the service in a cluster.</summary>
    private static readonly string[] ServerNames =
    [
        "localhost",
        "host.docker.internal",
        "image-bouncer-webhook",
        "image-bouncer-webhook.default.svc",
        "image-bouncer-webhook.default.svc.cluster.local",
    ];

    private static readonly IPAddress[] ServerAddresses = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    /// <summary>Writes a new authority and what it issued. The authority's key is forgotten.</summary>
    public static void Write(DevelopmentCertificates files, DateTimeOffset now)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = CreateAuthority(authorityKey, now);
        File.WriteAllText(files.Authority, authority.ExportCertificatePem() + "\n");

        Issue(authority, "CN=image-bouncer-webhook", ServerAuthentication, AlternativeNames(), files.ServerCertificate, files.ServerKey);
        Issue(authority, "CN=kube-apiserver", ClientAuthentication, names: null, files.ClientCertificate, files.ClientKey);
    }

    /// <summary>Whether a certificate is for the names that a new one would be for.</summary>
    public static bool IsServerCertificate(X509Certificate2 certificate)
        => certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SingleOrDefault() is { } names
           && names.EnumerateDnsNames().SequenceEqual(ServerNames)
           && names.EnumerateIPAddresses().SequenceEqual(ServerAddresses);

    private static X509Certificate2 CreateAuthority(ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest("CN=Bouncer development CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - ClockSkew, now + Validity);
    }

    private static void Issue(
        X509Certificate2 authority, string subject, string usage, X509Extension? names, string certificateFile, string keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(usage)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F; // A serial number is positive.
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, serial);
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem() + "\n");
        WritePrivate(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static X509Extension AlternativeNames()
    {
        var names = new SubjectAlternativeNameBuilder();
        Array.ForEach(ServerNames, names.AddDnsName);
        Array.ForEach(ServerAddresses, names.AddIpAddress);
        return names.Build();
    }

    private static void WritePrivate(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
