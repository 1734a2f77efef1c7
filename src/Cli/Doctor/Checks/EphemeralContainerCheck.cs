namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Whether anybody is asked about ephemeral containers.</summary>
internal static class EphemeralContainerCheck
{
    private const string Check = "ephemeral-containers";

    /// <param name="version">The API server's; null if it is not known.</param>
    /// <param name="webhooks">Our webhooks; null if they may not be read.</param>
    /// <param name="findings">Takes what is found.</param>
    public static void Run(ApiServerVersion? version, IReadOnlyList<WebhookRegistration>? webhooks, List<Finding> findings)
    {
        if (version is null)
        {
            findings.Add(Finding.Warning(Check, "not checked: the API server's version is not known", "Allow this account to get /version."));
        }
        else if (!version.SkipsEphemeralContainers)
        {
            findings.Add(Finding.Ok(Check, $"{version} has the ImagePolicyWebhook plugin ask about them"));
        }
        else if (webhooks?.Any(w => w.Covers("", "pods/ephemeralcontainers", "UPDATE")) == true)
        {
            findings.Add(Finding.Ok(Check, $"{version} does not have the ImagePolicyWebhook plugin ask about them (CVE-2023-2727), and a ValidatingWebhookConfiguration does"));
        }
        else
        {
            findings.Add(Finding.Problem(
                Check,
                $"{version} lets ephemeral containers past the ImagePolicyWebhook plugin (CVE-2023-2727){(webhooks is null ? ", and whether a ValidatingWebhookConfiguration asks about them is not known" : "")}",
                "Upgrade to 1.24.15, 1.25.11, 1.26.6, 1.27.3 or later, or register the Webhook's / for pods/ephemeralcontainers (docs/install.md)."));
        }
    }
}
