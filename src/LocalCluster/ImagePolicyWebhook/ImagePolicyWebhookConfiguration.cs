using System.Globalization;
using System.Text.Json;

namespace Bouncer.LocalCluster.ImagePolicyWebhook;

/// <summary>
/// How the API server's ImagePolicyWebhook plugin finds its backend and what it does without it, as the two files that
/// <c>--admission-control-config-file</c> wants.
/// See https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook
/// </summary>
public sealed record ImagePolicyWebhookConfiguration
{
    /// <summary>The name of the plugin.</summary>
    public const string Plugin = "ImagePolicyWebhook";

    /// <summary>The backend's whole URL, path included: <c>https://localhost:1323/image_policy</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>The path of the certificate of the authority that issued the backend's certificate.</summary>
    public required string CertificateAuthorityFile { get; init; }

    /// <summary>The path of the API server's own certificate, for a backend that asks for one.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>The path of the key of <see cref="ClientCertificateFile"/>.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>How long the API server remembers that a review was allowed: whole seconds from 1 to 1,800; 50 s if not set. Zero
    /// or less: not at all.</summary>
    public TimeSpan AllowTtl { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>How long the API server remembers that a review was refused, as <see cref="AllowTtl"/>.</summary>
    public TimeSpan DenyTtl { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>The wait before the second of at most five tries, in whole milliseconds; 500 ms if not set.</summary>
    public TimeSpan RetryBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether Pods are admitted when the backend cannot be asked.</summary>
    public bool DefaultAllow { get; init; }

    /// <summary>Writes both files.</summary>
    /// <param name="folder">Where to, such as a temporary folder. It has to outlive the API server.</param>
    /// <returns>The path of the AdmissionConfiguration.</returns>
    public string Write(string folder)
    {
        var kubeconfig = Path.Combine(Path.GetFullPath(folder), "image-policy-kubeconfig.yaml");
        File.WriteAllText(kubeconfig, KubeconfigText());

        var configuration = Path.Combine(Path.GetFullPath(folder), "admission-configuration.yaml");
        File.WriteAllText(configuration, ConfigurationText(kubeconfig));
        return configuration;
    }

    private string ConfigurationText(string kubeconfig) => $"""
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
        - name: {Plugin}
          configuration:
            imagePolicy:
              kubeConfigFile: {Quote(kubeconfig)}
              allowTTL: {Seconds(AllowTtl)}
              denyTTL: {Seconds(DenyTtl)}
              retryBackoff: {((long)RetryBackoff.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}
              defaultAllow: {(DefaultAllow ? "true" : "false")}

        """;

    private string KubeconfigText() => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: image-policy-backend
          cluster:
            server: {Quote(Server.AbsoluteUri)}
            certificate-authority: {Quote(Path.GetFullPath(CertificateAuthorityFile))}
        users:
        - name: kube-apiserver
          user: {User()}
        contexts:
        - name: image-policy
          context:
            cluster: image-policy-backend
            user: kube-apiserver
        current-context: image-policy

        """;

    private string User()
        => ClientCertificateFile is null || ClientKeyFile is null
            ? "{}"
            : $"{{ client-certificate: {Quote(Path.GetFullPath(ClientCertificateFile))}, client-key: {Quote(Path.GetFullPath(ClientKeyFile))} }}";

    /// <summary>Zero is the API server's word for its default, -1 for no cache.</summary>
    private static string Seconds(TimeSpan time) => time <= TimeSpan.Zero ? "-1" : ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>A JSON string is a YAML string, whatever a path has in it.</summary>
    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
