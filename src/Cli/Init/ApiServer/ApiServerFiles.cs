using System.Globalization;
using System.Text.Json;

namespace Bouncer.Cli.Init.ApiServer;

/// <summary>What the API server reads to ask the Webhook: the texts of both its files.</summary>
internal static class ApiServerFiles
{
    /// <summary>The first line, by which files are known that may be changed and removed.</summary>
    public const string FirstLine = "# Written by bouncer init, which changes and removes it as well.";

    /// <summary>How many seconds an allowance is remembered: no longer than a changed policy takes to reach the Webhook's Pods, which
    /// is about a minute, so that a stricter one is not late for this.</summary>
    public const int AllowTtl = 30;

    /// <summary>How many seconds a refusal is remembered: no longer than it takes to mend what was refused and to ask again.</summary>
    public const int DenyTtl = 5;

    /// <summary>The AdmissionConfiguration. The same as <c>deploy/kube-apiserver/admission.yaml</c>, with the times that it is told.</summary>
    public static string Admission(InitOptions options) => $"""
        {FirstLine}
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
        - name: ImagePolicyWebhook
          configuration:
            imagePolicy:
              kubeConfigFile: {Text(options.KubeconfigFile)}
              # How long answers are remembered, in seconds: so long does a changed policy not count for images that were asked
              # about before.
              allowTTL: {options.AllowTtl.ToString(CultureInfo.InvariantCulture)}
              denyTTL: {options.DenyTtl.ToString(CultureInfo.InvariantCulture)}
              # Milliseconds before the first of at most four more tries.
              retryBackoff: 500
              # What cannot be asked about is refused.
              defaultAllow: false

        """;

    /// <summary>How the API server reaches the Webhook, and who it is there.</summary>
    public static string Kubeconfig(InitOptions options) => $"""
        {FirstLine}
        apiVersion: v1
        kind: Config
        clusters:
        - name: {Text(options.Service)}
          cluster:
            server: {Text(options.Server.AbsoluteUri)}
            certificate-authority: {Text(options.AuthorityFile)}
        users:
        - name: api-server
          user:
            client-certificate: {Text(options.ClientCertificateFile)}
            client-key: {Text(options.ClientKeyFile)}
        contexts:
        - name: webhook
          context:
            cluster: {Text(options.Service)}
            user: api-server
        current-context: webhook

        """;

    /// <summary>A text as YAML: as it is where that is safe, else in quotes, which JSON and YAML have in common.</summary>
    private static string Text(string text)
        => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':') && text.Any(char.IsAsciiLetter) && !text.EndsWith(':')
            ? text
            : $"\"{JsonEncodedText.Encode(text)}\"";
}
