using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bouncer.LocalCluster.Certificates;

namespace Bouncer.AppHost.Certificates;

/// <summary>Issues the development certificates: ECDSA P-256, valid for a year.</summary>
internal static class CertificateFactory
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

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
        using var authority = new CertificateAuthority("Bouncer development CA", now, Validity);
        File.WriteAllText(files.Authority, authority.Certificate);
        authority.IssueServer("image-bouncer-webhook", ServerNames, ServerAddresses).Write(files.ServerCertificate, files.ServerKey);
        authority.IssueClient("kube-apiserver").Write(files.ClientCertificate, files.ClientKey);
    }

    /// <summary>Whether a certificate is for the names that a new one would be for.</summary>
    public static bool IsServerCertificate(X509Certificate2 certificate)
        => certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SingleOrDefault() is { } names
           && names.EnumerateDnsNames().SequenceEqual(ServerNames)
           && names.EnumerateIPAddresses().SequenceEqual(ServerAddresses);
}
