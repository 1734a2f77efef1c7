using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Bouncer.E2E.AdmissionReviews;

/// <summary>The Webhook registered as a validating admission webhook, for one namespace.</summary>
internal static class AdmissionWebhook
{
    /// <summary>What the API server calls it in messages and in audit annotations.</summary>
    public const string Name = "images.bouncer.dev";

    /// <summary>Registers the Webhook and waits until the API server asks it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="where">Where it counts.</param>
    /// <param name="version">The version of AdmissionReview.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task RegisterAsync(ClusterFixture cluster, TestNamespace where, string version, CancellationToken cancellationToken)
    {
        await cluster.Client.AdmissionregistrationV1.CreateValidatingWebhookConfigurationAsync(
            Configuration(cluster, where, version), cancellationToken: cancellationToken);

        // The API server learns of it a moment later. The plugin for images never asks about Deployments, so this refusal is ours.
        var probe = WorkloadTests.Deployment("probe", "quay.io/probe");
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await cluster.Client.AppsV1.CreateNamespacedDeploymentAsync(probe, where.Name, dryRun: "All", cancellationToken: cancellationToken);
                    return false;
                }
                catch (HttpOperationException)
                {
                    return true;
                }
            },
            "the API server to ask the webhook",
            cancellationToken);
    }

    /// <summary>Removes what <see cref="RegisterAsync"/> registered; nothing happens if there is nothing.</summary>
    public static async Task UnregisterAsync(ClusterFixture cluster, TestNamespace where)
    {
        try
        {
            await cluster.Client.AdmissionregistrationV1.DeleteValidatingWebhookConfigurationAsync(where.Name, cancellationToken: CancellationToken.None);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            // The test has failed before it registered anything.
        }
    }

    private static V1ValidatingWebhookConfiguration Configuration(ClusterFixture cluster, TestNamespace where, string version) => new()
    {
        Metadata = new() { Name = where.Name },
        Webhooks =
        [
            new()
            {
                Name = Name,
                AdmissionReviewVersions = [version],
                SideEffects = "None",
                FailurePolicy = "Fail",
                NamespaceSelector = new() { MatchLabels = new Dictionary<string, string> { ["e2e"] = where.Name } },
                ClientConfig = new() { Url = cluster.ControlPlane.AddressOf(cluster.Webhook).ToString(), CaBundle = File.ReadAllBytes(cluster.CertificateFile("ca.crt")) },
                Rules =
                [
                    new() { ApiGroups = [""], ApiVersions = ["v1"], Operations = ["CREATE", "UPDATE"], Resources = ["pods", "pods/ephemeralcontainers"] },
                    new() { ApiGroups = ["apps"], ApiVersions = ["v1"], Operations = ["CREATE", "UPDATE"], Resources = ["deployments"] },
                ],
            },
        ],
    };
}
