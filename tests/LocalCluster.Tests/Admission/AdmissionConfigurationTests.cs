using Bouncer.LocalCluster.Admission;
using Bouncer.TestSupport;

namespace Bouncer.LocalCluster.Tests.Admission;

public sealed class AdmissionConfigurationTests : IDisposable
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
            ClientCertificate = new("/etc/kubernetes/apiserver.crt", "/etc/kubernetes/apiserver \"1\".key"),
        };

        var file = AdmissionConfiguration.Write(configuration, webhookClient: null, _folder.Path)!;

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

        var text = File.ReadAllText(AdmissionConfiguration.Write(configuration, webhookClient: null, _folder.Path)!);

        Assert.Contains("allowTTL: -1\n", text, StringComparison.Ordinal);
        Assert.Contains("denyTTL: 5\n", text, StringComparison.Ordinal);
        Assert.Contains("defaultAllow: true\n", text, StringComparison.Ordinal);
        Assert.Contains("  user: {}\n", File.ReadAllText(_folder.File("image-policy-kubeconfig.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void WebhookClient_IsShownToAllWebhooks()
    {
        var file = AdmissionConfiguration.Write(imagePolicy: null, new("/c/client.crt", "/c/client.key"), _folder.Path)!;

        Assert.Equal(
            $"""
            apiVersion: apiserver.config.k8s.io/v1
            kind: AdmissionConfiguration
            plugins:
            - name: ValidatingAdmissionWebhook
              configuration:
                apiVersion: apiserver.config.k8s.io/v1
                kind: WebhookAdmissionConfiguration
                kubeConfigFile: "{_folder.Path}/webhooks-kubeconfig.yaml"
            - name: MutatingAdmissionWebhook
              configuration:
                apiVersion: apiserver.config.k8s.io/v1
                kind: WebhookAdmissionConfiguration
                kubeConfigFile: "{_folder.Path}/webhooks-kubeconfig.yaml"

            """,
            File.ReadAllText(file));
        Assert.Equal(
            """
            apiVersion: v1
            kind: Config
            users:
            - name: "*"
              user: { client-certificate: "/c/client.crt", client-key: "/c/client.key" }

            """,
            File.ReadAllText(_folder.File("webhooks-kubeconfig.yaml")));
    }

    [Fact]
    public void NothingToConfigure_IsNoFile() => Assert.Null(AdmissionConfiguration.Write(null, null, _folder.Path));
}
