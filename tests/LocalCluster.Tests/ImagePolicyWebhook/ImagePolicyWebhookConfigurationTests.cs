using Bouncer.LocalCluster.ImagePolicyWebhook;
using Bouncer.TestSupport;

namespace Bouncer.LocalCluster.Tests.ImagePolicyWebhook;

public sealed class ImagePolicyWebhookConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_AreThoseOfTheWalkThrough()
    {
        var configuration = new ImagePolicyWebhookConfiguration
        {
            Server = new("https://image-bouncer-webhook:30020/image_policy"),
            CertificateAuthorityFile = "/etc/kubernetes/ca.crt",
            ClientCertificateFile = "/etc/kubernetes/apiserver.crt",
            ClientKeyFile = "/etc/kubernetes/apiserver \"1\".key",
        };

        var file = configuration.Write(_folder.Path);

        Assert.Equal(
            $"""
            apiVersion: apiserver.config.k8s.io/v1
            kind: AdmissionConfiguration
            plugins:
            - name: ImagePolicyWebhook
              configuration:
                imagePolicy:
                  kubeConfigFile: "{_folder.Path}/image-policy-kubeconfig.yaml"
                  allowTTL: 50
                  denyTTL: 50
                  retryBackoff: 500
                  defaultAllow: false

            """,
            File.ReadAllText(file));
        Assert.Equal(
            """
            apiVersion: v1
            kind: Config
            clusters:
            - name: image-policy-backend
              cluster:
                server: "https://image-bouncer-webhook:30020/image_policy"
                certificate-authority: "/etc/kubernetes/ca.crt"
            users:
            - name: kube-apiserver
              user: { client-certificate: "/etc/kubernetes/apiserver.crt", client-key: "/etc/kubernetes/apiserver \u00221\u0022.key" }
            contexts:
            - name: image-policy
              context:
                cluster: image-policy-backend
                user: kube-apiserver
            current-context: image-policy

            """,
            File.ReadAllText(_folder.File("image-policy-kubeconfig.yaml")));
    }

    [Fact]
    public void NoCache_IsMinusOne_SinceZeroIsTheDefault()
    {
        var configuration = new ImagePolicyWebhookConfiguration
        {
            Server = new("https://localhost:1323/image_policy"),
            CertificateAuthorityFile = "ca.crt",
            AllowTtl = TimeSpan.Zero,
            DenyTtl = TimeSpan.FromSeconds(5),
            DefaultAllow = true,
        };

        var text = File.ReadAllText(configuration.Write(_folder.Path));

        Assert.Contains("allowTTL: -1\n", text, StringComparison.Ordinal);
        Assert.Contains("denyTTL: 5\n", text, StringComparison.Ordinal);
        Assert.Contains("defaultAllow: true\n", text, StringComparison.Ordinal);
        Assert.Contains("  user: {}\n", File.ReadAllText(_folder.File("image-policy-kubeconfig.yaml")), StringComparison.Ordinal);
    }
}
