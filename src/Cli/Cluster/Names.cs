namespace Bouncer.Cli.Cluster;

/// <summary>What an installation is called, as in <c>deploy/</c>.</summary>
internal static class Names
{
    public const string Service = "image-bouncer-webhook";

    public const string Secret = "tls-image-bouncer-webhook";

    public const string Namespace = "default";

    /// <summary>The address of the NodePort, by the name that the certificate carries and that the API server's host resolves.</summary>
    public const string Server = "https://image-bouncer-webhook:30020/image_policy";

    /// <summary>Where the API server's files are, on its host.</summary>
    public const string Folder = "/etc/kubernetes/admission";

    /// <summary>The label by which parts of an installation are known.</summary>
    public const string PartOfLabel = "app.kubernetes.io/part-of";

    /// <summary>The label of what <c>bouncer init</c> has made, and may change and remove.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    public const string Product = "bouncer";
}
