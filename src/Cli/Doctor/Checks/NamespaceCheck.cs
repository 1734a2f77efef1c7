using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Whether the right namespaces are left alone: those that a cluster needs to come back, and no others.</summary>
internal static class NamespaceCheck
{
    private const string Check = "namespaces";

    /// <summary>What a cluster starts with, where nobody else puts Pods.</summary>
    private static readonly string[] s_system = ["kube-system", "kube-public", "kube-node-lease"];

    public static void Run(IReadOnlyList<WebhookRegistration> webhooks, IReadOnlyList<RegoObject> namespaces, List<Finding> findings)
        => findings.AddRange(webhooks.Where(w => w.JudgesImages).Select(w => Of(w, namespaces)));

    private static Finding Of(WebhookRegistration webhook, IReadOnlyList<RegoObject> namespaces)
    {
        var selector = webhook.Document.At("namespaceSelector") as RegoObject ?? RegoObject.Empty;
        var (asked, left) = (new List<string>(), new List<string>());
        foreach (var @namespace in namespaces)
        {
            (LabelSelector.Selects(selector, @namespace) ? asked : left).Add(@namespace.Name());
        }

        string[] needed = ["kube-system", webhook.ServiceNamespace];
        if (webhook.FailsClosed && asked.Intersect(needed).ToList() is { Count: > 0 } locked)
        {
            return Finding.Problem(
                Check,
                $"{webhook.Name} refuses everything in {string.Join(", ", locked)} while nobody answers: what is needed to answer again could not start there",
                "Exclude it by its label kubernetes.io/metadata.name, which API servers before 1.21 do not set by themselves.");
        }

        if (webhook.Document.At("objectSelector") is RegoObject { Count: > 0 })
        {
            return Finding.Warning(Check, $"{webhook.Name} has an objectSelector: whoever may label an object decides whether it is asked about", "Take the objectSelector out.");
        }

        return left.Except([.. s_system, webhook.ServiceNamespace]).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } open
            ? Finding.Warning(Check, $"{webhook.Name} is not asked about namespaces {string.Join(", ", open)}: any image runs there", "Exclude none but kube-system and the service's own.")
            : Finding.Ok(Check, $"{webhook.Name} is asked about all namespaces{(left.Count > 0 ? $" but {string.Join(", ", left.Order(StringComparer.Ordinal))}" : "")}");
    }
}
