using System.Net;
using Bouncer.Cli.Init.ApiServer;
using Bouncer.Cli.Init.Signing;

namespace Bouncer.Cli.Init;

/// <summary>What <c>bouncer init</c> is asked to do.</summary>
internal sealed record InitOptions
{
    /// <summary>The kubeconfig; null for what kubectl would take.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The namespace of the service.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>The name of the Secret that the Deployment mounts.</summary>
    public required string Secret { get; init; }

    /// <summary>Who signs the certificate.</summary>
    public required string Signer { get; init; }

    /// <summary>The subject's CN; null for what the kubelet-serving signer wants.</summary>
    public string? CommonName { get; init; }

    /// <summary>The subject's O.</summary>
    public required string Organization { get; init; }

    /// <summary>Further DNS names and addresses of the certificate.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The URL by which the API server calls the Webhook.</summary>
    public required Uri Server { get; init; }

    /// <summary>Whether to approve the request.</summary>
    public bool Approve { get; init; }

    /// <summary>How long to wait for the certificate.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Whether to replace a certificate that is still good.</summary>
    public bool Renew { get; init; }

    /// <summary>How long before its end a certificate is replaced; null for thirty days, or a third of a shorter life.</summary>
    public TimeSpan? RenewBefore { get; init; }

    /// <summary>Where the API server's files go, on its host.</summary>
    public required string Folder { get; init; }

    /// <summary>The file of the authority that signs the certificate, on the API server's host.</summary>
    public required string AuthorityFile { get; init; }

    /// <summary>The certificate that the API server shows the Webhook.</summary>
    public required string ClientCertificateFile { get; init; }

    /// <summary>The key of that certificate.</summary>
    public required string ClientKeyFile { get; init; }

    /// <summary>How long the API server remembers that images are allowed, in seconds.</summary>
    public int AllowTtl { get; init; } = ApiServerFiles.AllowTtl;

    /// <summary>How long it remembers that they are refused.</summary>
    public int DenyTtl { get; init; } = ApiServerFiles.DenyTtl;

    /// <summary>The API server's manifest; null to print what to change.</summary>
    public string? StaticPod { get; init; }

    /// <summary>Whether to change the manifest though the Webhook does not answer.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to say what would be done, and do nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether to take everything back.</summary>
    public bool Undo { get; init; }

    /// <summary>The name of the CertificateSigningRequest.</summary>
    public string SigningRequest => $"{Service}.{Namespace}";

    /// <summary>The path of the AdmissionConfiguration.</summary>
    public string AdmissionFile => Path.Combine(Folder, "admission.yaml");

    /// <summary>The path of the API server's kubeconfig.</summary>
    public string KubeconfigFile => Path.Combine(Folder, "kubeconfig.yaml");

    /// <summary>The path of the key of a certificate that is not there yet.</summary>
    public string PendingKeyFile => Path.Combine(Folder, $"{SigningRequest}.key");

    /// <summary>The path of the manifest as it was before. Not in its folder: the kubelet runs whatever is there.</summary>
    public string BackupFile => Path.Combine(Folder, "kube-apiserver.yaml.before-bouncer");

    /// <summary>What the certificate is to say.</summary>
    public CertificateSubject Subject => new(
        CommonName ?? $"system:node:{Service}.{Namespace}.pod.cluster.local",
        Organization,
        [.. new[] { Service, $"{Service}.{Namespace}.svc", $"{Service}.{Namespace}.svc.cluster.local", Server.IdnHost }.Concat(Hosts).Distinct(StringComparer.Ordinal)]);

    /// <summary>What contradicts itself or cannot work; each a sentence that says what to write.</summary>
    public IEnumerable<string> Mistakes()
    {
        if (Server.Scheme != Uri.UriSchemeHttps)
        {
            yield return $"--server is \"{Server}\". The API server asks over TLS alone: write https://.";
        }

        foreach (var host in Hosts.Where(h => Uri.CheckHostName(h) == UriHostNameType.Unknown && !IPAddress.TryParse(h, out _)))
        {
            yield return $"--host is \"{host}\". Write a DNS name or an address.";
        }

        if (StaticPod is not null && SameFolder(Folder, Path.GetDirectoryName(Path.GetFullPath(StaticPod))!))
        {
            yield return $"--folder is the folder of the manifest. The kubelet runs what is there: name another folder than {Folder}.";
        }

        if (Undo && Renew)
        {
            yield return "--undo and --renew are both given. Write one of them.";
        }
    }

    private static bool SameFolder(string one, string other)
        => Path.TrimEndingDirectorySeparator(Path.GetFullPath(one)) == Path.TrimEndingDirectorySeparator(other);
}
