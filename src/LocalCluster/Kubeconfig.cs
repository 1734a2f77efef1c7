using System.Text;
using Bouncer.LocalCluster.Certificates;

namespace Bouncer.LocalCluster;

/// <summary>Writes kubeconfigs that hold everything themselves.</summary>
internal static class Kubeconfig
{
    public static string Write(string user, Uri server, string authorityPem, PemCertificate client) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: local-cluster
          cluster:
            server: {server.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Base64(authorityPem)}
        users:
        - name: {user}
          user:
            client-certificate-data: {Base64(client.Certificate)}
            client-key-data: {Base64(client.Key)}
        contexts:
        - name: local-cluster
          context:
            cluster: local-cluster
            user: {user}
        current-context: local-cluster

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
