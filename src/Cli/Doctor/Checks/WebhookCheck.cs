using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Whether the API server asks about everything that brings images, trusts who answers, and refuses when nobody does.</summary>
internal static class WebhookCheck
{
    /// <summary>Where images come in: without these any image runs.</summary>
    private static readonly (string Group, string Resource, string Operation)[] s_pods =
        [("", "pods", "CREATE"), ("", "pods", "UPDATE"), ("", "pods/ephemeralcontainers", "UPDATE")];

    /// <summary>What makes Pods: without these the refusal comes later, and to a controller.</summary>
    private static readonly (string Group, string Resource)[] s_workloads =
    [
        ("", "podtemplates"), ("", "replicationcontrollers"), ("apps", "daemonsets"), ("apps", "deployments"), ("apps", "replicasets"),
        ("apps", "statefulsets"), ("batch", "cronjobs"), ("batch", "jobs"),
    ];

    public static async Task RunAsync(
        ApiClient client, DoctorOptions options, IReadOnlyList<WebhookRegistration> webhooks, DateTimeOffset now, List<Finding> findings, CancellationToken cancellationToken)
    {
        if (webhooks.Count == 0)
        {
            findings.Add(Finding.Skipped("webhooks", "there is no ValidatingWebhookConfiguration of Bouncer", "Nothing is to be done if the ImagePolicyWebhook plugin is all that asks."));
        }

        foreach (var webhook in webhooks)
        {
            findings.Add(await AuthorityCheck.RunAsync(client, options, webhook, now, cancellationToken));
            findings.Add(FailurePolicy(webhook));
            if (webhook.JudgesImages)
            {
                findings.Add(Rules(webhook));
            }
        }
    }

    private static Finding FailurePolicy(WebhookRegistration webhook) => webhook.FailsClosed
        ? Finding.Ok("failure-policy", $"{webhook.Name} refuses changes while nobody answers")
        : Finding.Warning("failure-policy", $"{webhook.Name} has failurePolicy: Ignore, so that changes are admitted while nobody answers", "Set failurePolicy: Fail, as deploy/overlays/production does, once two replicas run.");

    private static Finding Rules(WebhookRegistration webhook)
    {
        var pods = s_pods.Where(p => !webhook.Covers(p.Group, p.Resource, p.Operation)).Select(p => $"{p.Operation} of {p.Resource}").ToList();
        if (pods.Count > 0)
        {
            return Finding.Problem("rules", $"{webhook.Name} is not asked about {string.Join(", ", pods)}", "Add them to its rules: subresources are not part of \"*\".");
        }

        var workloads = s_workloads.Where(w => !webhook.Covers(w.Group, w.Resource, "CREATE") || !webhook.Covers(w.Group, w.Resource, "UPDATE")).Select(w => w.Resource).ToList();
        return workloads.Count > 0
            ? Finding.Warning("rules", $"{webhook.Name} is not asked about {string.Join(", ", workloads)}: their Pods are refused, and who made them is not told", "Add them to its rules.")
            : Finding.Ok("rules", $"{webhook.Name} is asked about Pods, ephemeral containers and all that makes Pods");
    }
}
