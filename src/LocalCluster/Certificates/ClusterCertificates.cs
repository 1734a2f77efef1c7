using System.Net;
using System.Security.Cryptography;
using Bouncer.LocalCluster.Processes;

namespace Bouncer.LocalCluster.Certificates;

/// <summary>The files that the components of one cluster know each other by.</summary>
internal sealed record ClusterCertificates(
    string Authority, string AuthorityKey, string ServerCertificate, string ServerKey, string ServiceAccountKey, PemCertificate Admin, PemCertificate ControllerManager)
{
    /// <summary>The first address of the service range, which is the API server's own service.</summary>
    public static readonly IPAddress ApiServerService = IPAddress.Parse("10.0.0.1");

    private static readonly TimeSpan Validity = TimeSpan.FromDays(30);

    public static ClusterCertificates Write(ClusterFolder folder, DateTimeOffset now)
    {
        using var authority = new CertificateAuthority("local-cluster", now, Validity);
        using var serviceAccounts = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = authority.IssueServer(
            "kube-apiserver",
            ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"],
            [IPAddress.Loopback, ApiServerService]);

        return new(
            folder.WritePrivate("ca.crt", authority.Certificate),
            folder.WritePrivate("ca.key", authority.Key),
            folder.WritePrivate("apiserver.crt", server.Certificate),
            folder.WritePrivate("apiserver.key", server.Key),
            // The API server takes the public key out of this file too, which old versions do of SEC 1 alone, not of PKCS #8.
            folder.WritePrivate("service-accounts.key", serviceAccounts.ExportECPrivateKeyPem() + "\n"),
            authority.IssueClient("admin", "system:masters"),
            authority.IssueClient("system:kube-controller-manager"));
    }
}
