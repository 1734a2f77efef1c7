using Bouncer.LocalCluster.Admission;
using Bouncer.LocalCluster.Binaries;

namespace Bouncer.LocalCluster;

/// <summary>What a <see cref="ControlPlane"/> is made of. Everything has a default that works.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>The programs; those that <see cref="KubernetesBinaries.Find"/> finds if null.</summary>
    public KubernetesBinaries? Binaries { get; init; }

    /// <summary>The backend that the API server's ImagePolicyWebhook plugin asks; null for an API server without that
    /// plugin.</summary>
    public ImagePolicyWebhookConfiguration? ImagePolicyWebhook { get; init; }

    /// <summary>What the API server shows to the webhooks of ValidatingWebhookConfigurations and MutatingWebhookConfigurations
    /// that ask for a client certificate; null for nothing.</summary>
    public ClientCertificateFiles? WebhookClientCertificate { get; init; }

    /// <summary>Further admission plugins of the API server beyond those that are on by default.</summary>
    public IReadOnlyList<string> AdmissionPlugins { get; init; } = [];

    /// <summary>The path of an <c>AdmissionConfiguration</c> (apiserver.config.k8s.io) for such plugins. An API server reads
    /// one alone, so it cannot be combined with <see cref="ImagePolicyWebhook"/> or <see cref="WebhookClientCertificate"/>.</summary>
    public string? AdmissionConfigurationFile { get; init; }

    /// <summary>Feature gates of the API server and the controller manager. A gate that a version does not know keeps it from
    /// starting: ask <see cref="KubernetesBinaries.GetVersionAsync"/>.</summary>
    public IReadOnlyDictionary<string, bool> FeatureGates { get; init; } = new Dictionary<string, bool>();

    /// <summary>Further arguments of the API server, such as <c>--audit-log-path=/tmp/audit.log</c>. They come last, so they
    /// win over those that are set here.</summary>
    public IReadOnlyList<string> ApiServerArguments { get; init; } = [];

    /// <summary>Further arguments of the controller manager. They come last.</summary>
    public IReadOnlyList<string> ControllerManagerArguments { get; init; } = [];

    /// <summary>Where the components' logs go, which stay there then. If null they are in the cluster's own folder and go with
    /// it, except when the start fails: then they are kept, and the exception names the place.</summary>
    public string? LogFolder { get; init; }

    /// <summary>How long a start or a restart may take: 60 s if not set, for one that takes about 5 s on an idle machine.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
