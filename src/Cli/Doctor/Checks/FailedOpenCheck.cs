using Bouncer.Cli.Cluster;
using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Whether Pods run that nobody could be asked about.</summary>
internal static class FailedOpenCheck
{
    private const string Check = "failed-open";

    /// <summary>What old API servers write on a Pod that <c>defaultAllow</c> admitted.</summary>
    private const string Annotation = "alpha.image-policy.k8s.io/failed-open";

    private const int Shown = 5;

    public static async Task RunAsync(ApiClient client, List<Finding> findings, CancellationToken cancellationToken)
    {
        List<string> marked = [];
        var count = 0;
        await foreach (var page in client.ListAsync(Resources.Pods, ListOptions.All with { GoOnWhenExpired = true }, cancellationToken))
        {
            count += page.Items.Count;
            marked.AddRange(page.Items
                .Where(p => p.TextAt("metadata", "annotations", Annotation) == "true")
                .Select(p => $"{p.Namespace()}/{p.Name()}"));
        }

        findings.Add(marked.Count == 0
            ? Finding.Ok(Check, $"none of {count} Pods says that it was admitted while nobody could be asked")
            : Finding.Warning(
                Check,
                $"{marked.Count} of {count} Pods were admitted while nobody could be asked: {string.Join(", ", marked.Take(Shown))}{(marked.Count > Shown ? ", ..." : "")}",
                "Try their images with bouncer check, and set defaultAllow: false."));
    }
}
