using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Cluster;

/// <summary>The kinds that are read or written.</summary>
internal static class Resources
{
    public static readonly ApiResource Pods = new("", "v1", "pods");

    public static readonly ApiResource Secrets = new("", "v1", "secrets");

    public static readonly ApiResource Services = new("", "v1", "services");

    public static readonly ApiResource SigningRequests = new("certificates.k8s.io", "v1", "certificatesigningrequests");

    public static readonly ApiResource ValidatingWebhooks = new("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations");
}
