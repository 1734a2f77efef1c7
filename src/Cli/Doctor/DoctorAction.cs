using System.Net;
using Bouncer.Cli.Cluster;
using Bouncer.Cli.Doctor.Checks;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Doctor;

/// <summary>Makes all checks, each by itself: what one may not read does not keep the others from looking.</summary>
internal sealed class DoctorAction(DoctorOptions options, Terminal terminal, TimeProvider time)
{
    private readonly List<Finding> _findings = [];

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var configuration = AdmissionConfigurationCheck.Run(options.AdmissionFile, _findings);
        var served = await ServerCheck.RunAsync(options.Server ?? configuration.Server, configuration.Authorities, time.GetUtcNow(), _findings, cancellationToken);
        try
        {
            using var connection = ClusterConnection.Open(options.Kubeconfig);
            await CheckClusterAsync(connection, served, cancellationToken);
        }
        catch (ApiException e)
        {
            _findings.Add(Finding.Problem("api-server", e.Message, "Name a kubeconfig with --kubeconfig that reaches the cluster."));
        }

        FindingReport.Write(_findings, options.IsJson, terminal);
        return _findings.Max(f => f.Status) switch
        {
            FindingStatus.Problem => ExitCodes.Problems,
            FindingStatus.Warning => ExitCodes.Warnings,
            _ => ExitCodes.Allowed,
        };
    }

    private async Task CheckClusterAsync(ApiConnection connection, Certificates.ProbeAnswer? served, CancellationToken cancellationToken)
    {
        var client = new ApiClient(connection, time);
        var version = await ApiServerCheck.RunAsync(connection, time, _findings, cancellationToken);
        await TryAsync("secret", "get secrets", async () => await SecretCheck.RunAsync(client, options, served, time.GetUtcNow(), _findings, cancellationToken));

        List<RegoObject>? ours = null;
        await TryAsync("webhooks", "list validatingwebhookconfigurations", async () =>
        {
            ours = [.. (await ListAsync(client, Resources.ValidatingWebhooks, cancellationToken)).Where(WebhookRegistration.IsOurs)];
            var webhooks = ours.SelectMany(WebhookRegistration.Of).ToList();
            await WebhookCheck.RunAsync(client, options, webhooks, time.GetUtcNow(), _findings, cancellationToken);
            await TryAsync("namespaces", "list namespaces", async () =>
                NamespaceCheck.Run(webhooks, await ListAsync(client, ApiResource.Namespaces, cancellationToken), _findings));
        });
        EphemeralContainerCheck.Run(version, ours?.SelectMany(WebhookRegistration.Of).ToList(), _findings);
        await TryAsync("failed-open", "list pods", async () => await FailedOpenCheck.RunAsync(client, _findings, cancellationToken));
    }

    private static async Task<List<RegoObject>> ListAsync(ApiClient client, ApiResource resource, CancellationToken cancellationToken)
    {
        List<RegoObject> found = [];
        await foreach (var page in client.ListAsync(resource, ListOptions.All, cancellationToken))
        {
            found.AddRange(page.Items);
        }

        return found;
    }

    /// <summary>What may not be read is said, and not taken for good.</summary>
    private async Task TryAsync(string check, string right, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (ApiException e)
        {
            _findings.Add(Finding.Warning(check, $"not checked: {e.Message}", e.Status switch
            {
                HttpStatusCode.Forbidden => $"Allow this account to {right}.",
                HttpStatusCode.Unauthorized => "Name a kubeconfig with --kubeconfig whose credentials the API server takes.",
                _ => "Run bouncer doctor again when the API server answers.",
            }));
        }
    }
}
