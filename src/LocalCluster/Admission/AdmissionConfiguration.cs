using System.Globalization;
using System.Text.Json;

namespace Bouncer.LocalCluster.Admission;

/// <summary>
/// Writes the one AdmissionConfiguration that an API server reads, and the kubeconfigs it names.
/// See https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/
/// </summary>
public static class AdmissionConfiguration
{
    /// <summary>The name of the plugin that asks about images.</summary>
    public const string ImagePolicyWebhook = "ImagePolicyWebhook";

    /// <summary>Where <see cref="Write"/> puts the configuration.</summary>
    /// <param name="folder">The folder that it is given.</param>
    /// <returns>The full path.</returns>
    public static string PathIn(string folder) => Path.Combine(Path.GetFullPath(folder), "admission-configuration.yaml");

    /// <summary>Writes the configuration and its kubeconfigs, over those of an earlier call.</summary>
    /// <param name="imagePolicy">The backend about images, or null.</param>
    /// <param name="webhookClient">What the API server shows to validating and mutating webhooks, or null.</param>
    /// <param name="folder">Where to write.</param>
    /// <returns>The path of the configuration; null where there is nothing to configure.</returns>
    public static string? Write(ImagePolicyWebhookConfiguration? imagePolicy, ClientCertificateFiles? webhookClient, string folder)
    {
        if (imagePolicy is null && webhookClient is null)
        {
            return null;
        }

        var text = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AdmissionConfiguration
            plugins:

            """;
        if (imagePolicy is not null)
        {
            text += ImagePolicyPlugin(imagePolicy, WriteFile(folder, "image-policy-kubeconfig.yaml", ImagePolicyKubeconfig(imagePolicy)));
        }

        if (webhookClient is not null)
        {
            var kubeconfig = WriteFile(folder, "webhooks-kubeconfig.yaml", WebhooksKubeconfig(webhookClient));
            text += WebhookPlugin("ValidatingAdmissionWebhook", kubeconfig) + WebhookPlugin("MutatingAdmissionWebhook", kubeconfig);
        }

        File.WriteAllText(PathIn(folder), text);
        return PathIn(folder);
    }

    private static string ImagePolicyPlugin(ImagePolicyWebhookConfiguration webhook, string kubeconfig) => $"""
        - name: {ImagePolicyWebhook}
          configuration:
            imagePolicy:
              kubeConfigFile: {Quote(kubeconfig)}
              allowTTL: {Seconds(webhook.AllowTtl)}
              denyTTL: {Seconds(webhook.DenyTtl)}
              retryBackoff: {((long)webhook.RetryBackoff.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}
              defaultAllow: {(webhook.DefaultAllow ? "true" : "false")}

        """;

    private static string WebhookPlugin(string plugin, string kubeconfig) => $"""
        - name: {plugin}
          configuration:
            apiVersion: apiserver.config.k8s.io/v1
            kind: WebhookAdmissionConfiguration
            kubeConfigFile: {Quote(kubeconfig)}

        """;

    private static string ImagePolicyKubeconfig(ImagePolicyWebhookConfiguration webhook) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: image-policy-backend
          cluster:
            server: {Quote(webhook.Server.AbsoluteUri)}
            certificate-authority: {Quote(Path.GetFullPath(webhook.CertificateAuthorityFile))}
        users:
        - name: kube-apiserver
          user: {User(webhook.ClientCertificate)}
        contexts:
        - name: image-policy
          context:
            cluster: image-policy-backend
            user: kube-apiserver
        current-context: image-policy

        """;

    /// <summary>Which webhook gets which credentials goes by the user's name: its host, or <c>*</c> for all.</summary>
    private static string WebhooksKubeconfig(ClientCertificateFiles client) => $"""
        apiVersion: v1
        kind: Config
        users:
        - name: "*"
          user: {User(client)}

        """;

    private static string User(ClientCertificateFiles? client)
        => client is null
            ? "{}"
            : $"{{ client-certificate: {Quote(Path.GetFullPath(client.Certificate))}, client-key: {Quote(Path.GetFullPath(client.Key))} }}";

    /// <summary>Zero is the API server's word for its default, -1 for no cache.</summary>
    private static string Seconds(TimeSpan time) => time <= TimeSpan.Zero ? "-1" : ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>A JSON string is a YAML string, whatever a path has in it.</summary>
    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string WriteFile(string folder, string name, string text)
    {
        var file = Path.Combine(Path.GetFullPath(folder), name);
        File.WriteAllText(file, text);
        return file;
    }
}
