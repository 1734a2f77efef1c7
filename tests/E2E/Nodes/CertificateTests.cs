using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using k8s;

namespace Bouncer.E2E.Nodes;

/// <summary>The walk-through's certificate: asked for, approved and signed by the cluster that checks it later.</summary>
public sealed class CertificateTests(ClusterFixture cluster) : NodeTest(cluster)
{
    [Fact]
    public async Task ServingCertificate_IsSignedByTheClustersAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=system:nodes, CN=system:node:image-bouncer-webhook.default.pod.cluster.local", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("image-bouncer-webhook");
        names.AddDnsName("image-bouncer-webhook.default.svc");
        request.CertificateExtensions.Add(names.Build());
        var name = Namespace.Name;

        var (exitCode, output) = await Namespace.ApplyAsync($"""
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata:
              name: {name}
            spec:
              request: {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(request.CreateSigningRequestPem()))}
              signerName: kubernetes.io/kubelet-serving
              usages: [digital signature, key encipherment, server auth]
            """);
        Assert.True(exitCode == 0, output);
        await SucceedAsync(Namespace, "certificate", "approve", name);
        var signed = "";
        await Eventually.HoldsAsync(
            async () => (signed = await SucceedAsync(Namespace, "get", "csr", name, "-o", "jsonpath={.status.certificate}")).Length > 0,
            "the signer",
            Deadline);

        using var certificate = X509Certificate2.CreateFromPem(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(signed)));
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(KubernetesClientConfiguration.BuildConfigFromConfigFile(ControlPlane.KubeconfigFile).SslCaCerts);
        Assert.True(chain.Build(certificate), string.Join(' ', chain.ChainStatus.Select(s => s.StatusInformation)));
        Assert.True(certificate.MatchesHostname("image-bouncer-webhook"));
    }
}
