using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>How the API server is told to ask: Gatekeeper's webhooks, with the service's address in place of a Service's.</summary>
internal sealed record GatekeeperWebhook
{
    /// <summary>What the API server calls it in messages.</summary>
    public const string ValidationName = "validation.gatekeeper.sh";

    private static readonly string[] s_operations = ["CREATE", "UPDATE"];

    /// <summary>The configuration's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the service is.</summary>
    public required Uri Server { get; init; }

    /// <summary>What happens while nobody answers: Gatekeeper's own choice, with which the service can always start.</summary>
    public string FailurePolicy { get; init; } = "Ignore";

    /// <summary>In which namespaces it counts, besides objects that have none; by default those whose label says so.</summary>
    public V1LabelSelector Namespaces { get; init; } = new() { MatchLabels = new Dictionary<string, string> { ["gatekeeper"] = "yes" } };

    /// <summary>Registers it. The API server goes by it a moment later.</summary>
    public Task RegisterAsync(ClusterFixture cluster, CancellationToken cancellationToken)
        => cluster.Client.AdmissionregistrationV1.CreateValidatingWebhookConfigurationAsync(
            Configuration(cluster.ControlPlane.AddressOf(Server), File.ReadAllBytes(cluster.CertificateFile("ca.crt"))), cancellationToken: cancellationToken);

    /// <summary>Waits until the API server goes by the first one.</summary>
    public static Task UntilAskedAsync(ClusterFixture cluster, CancellationToken cancellationToken) => Eventually.HoldsAsync(
        async () => await TryCreateBadTemplateAsync(cluster, cancellationToken) is { } answer && answer.Contains(ValidationName, StringComparison.Ordinal),
        "the API server to ask gatekeeper-adapter",
        cancellationToken);

    /// <summary>Removes a configuration; nothing happens if there is none.</summary>
    public static async Task UnregisterAsync(ClusterFixture cluster, string name)
    {
        if (name.Length == 0)
        {
            return; // The API server would take that for all of them.
        }

        try
        {
            await cluster.Client.AdmissionregistrationV1.DeleteValidatingWebhookConfigurationAsync(name, cancellationToken: CancellationToken.None);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            // The test has failed before it registered anything.
        }
    }

    private V1ValidatingWebhookConfiguration Configuration(Uri server, byte[] authority) => new()
    {
        Metadata = new() { Name = Name },
        Webhooks =
        [
            new()
            {
                Name = ValidationName,
                AdmissionReviewVersions = ["v1", "v1beta1"],
                SideEffects = "None",
                MatchPolicy = "Exact",
                FailurePolicy = FailurePolicy,
                NamespaceSelector = Namespaces,
                ClientConfig = new() { Url = new Uri(server, "/v1/admit").ToString(), CaBundle = authority },
                Rules = [new() { ApiGroups = ["*"], ApiVersions = ["*"], Operations = s_operations, Resources = ["*", "pods/ephemeralcontainers"] }],
            },
            new()
            {
                Name = "check-ignore-label.gatekeeper.sh",
                AdmissionReviewVersions = ["v1", "v1beta1"],
                SideEffects = "None",
                MatchPolicy = "Exact",
                FailurePolicy = FailurePolicy,
                ClientConfig = new() { Url = new Uri(server, "/v1/admitlabel").ToString(), CaBundle = authority },
                Rules = [new() { ApiGroups = [""], ApiVersions = ["*"], Operations = s_operations, Resources = ["namespaces"] }],
            },
        ],
    };

    /// <summary>Asks for something that nobody but the service refuses.</summary>
    /// <returns>The refusal; null if it was not refused.</returns>
    private static async Task<string?> TryCreateBadTemplateAsync(ClusterFixture cluster, CancellationToken cancellationToken)
    {
        var template = new
        {
            apiVersion = "templates.gatekeeper.sh/v1",
            kind = "ConstraintTemplate",
            metadata = new { name = "probe" },
            spec = new { crd = new { spec = new { names = new { kind = "Probe" } } }, targets = Array.Empty<object>() },
        };
        try
        {
            await cluster.Client.CustomObjects.CreateClusterCustomObjectAsync(
                template, "templates.gatekeeper.sh", "v1", "constrainttemplates", dryRun: "All", cancellationToken: cancellationToken);
            return null;
        }
        catch (HttpOperationException e)
        {
            return e.Response.Content;
        }
    }
}
