using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Admission;

namespace Bouncer.E2E.Cluster.Kinds;

/// <summary>What clusters that start an API server by its command line tell it beyond what they have to.</summary>
internal static class ApiServerArguments
{
    /// <summary>The arguments for what is asked of a cluster, such as <c>--feature-gates=EphemeralContainers=true</c>.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="admissionConfiguration">Where the admission configuration is, as the API server sees it.</param>
    public static IEnumerable<string> Of(ControlPlaneOptions options, string admissionConfiguration) =>
    [
        .. options.ImagePolicyWebhook is null ? Array.Empty<string>() : [$"--enable-admission-plugins=NodeRestriction,{AdmissionConfiguration.ImagePolicyWebhook}"],
        .. options.ImagePolicyWebhook is null && options.WebhookClientCertificate is null ? Array.Empty<string>() : [$"--admission-control-config-file={admissionConfiguration}"],
        .. options.FeatureGates.Select(gate => $"--feature-gates={gate.Key}={(gate.Value ? "true" : "false")}"),
        .. options.ApiServerArguments,
    ];
}
