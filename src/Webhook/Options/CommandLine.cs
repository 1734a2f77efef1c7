using System.CommandLine;
using Bouncer.Admission.Recording;
using Bouncer.ServiceDefaults.Options;

namespace Bouncer.Webhook.Options;

/// <summary>Reads the settings from command line and environment; the command line wins.</summary>
internal static class CommandLine
{
    /// <summary>The command, for <c>--help</c> and <c>--version</c>.</summary>
    public static ServiceCommand Command { get; } = new(
        "Decides which container images may run in a Kubernetes cluster. Answers the API server's ImagePolicyWebhook plugin at POST /image_policy and validating admission webhooks at POST /.",
        Settings.All);

    /// <summary>Checks everything and names all mistakes at once.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The value of an environment variable; null if it is not set.</param>
    /// <param name="problems">Every mistake, each a sentence that names the setting and what to write.</param>
    /// <returns>The options as far as they could be read. Not to be used if there is a mistake.</returns>
    public static WebhookOptions Read(ParseResult parsed, Func<string, string?> environment, out IReadOnlyList<string> problems)
    {
        List<string> found = [.. parsed.Errors.Select(error => error.Message)];
        var values = new SettingValues(parsed, environment, found);
        var options = new WebhookOptions
        {
            CertificatePath = values.Required(Settings.Certificate, "name the PEM file of the certificate that the API server is to see"),
            KeyPath = values.Required(Settings.Key, "name the PEM file of the certificate's key"),
            PolicyPath = values.Text(Settings.Policy),
            Registries = values.List(Settings.RegistryWhitelist),
            RejectLatest = values.Switch(Settings.RejectLatest),
            ClientAuthorityPath = values.Text(Settings.ClientAuthority),
            ClientNames = values.List(Settings.ClientName),
            Bind = values.Address(Settings.Bind),
            Port = values.Port(Settings.Port, Settings.DefaultPort),
            ManagementPort = values.Port(Settings.ManagementPort, Settings.DefaultManagementPort),
            ShutdownDelay = values.Seconds(Settings.ShutdownDelay, Settings.DefaultShutdownDelay, 0, Settings.MaxShutdownDelay),
            Debug = values.Switch(Settings.Debug),
            Recording = new()
            {
                Redaction = Redacting.Parse(values.Text(Settings.Redact), Settings.Redact.Label, found),
                Registries = values.Number(Settings.RefusedRegistries, RecordingOptions.DefaultRegistries, 0, RecordingOptions.MaxRegistries),
            },
        };
        found.AddRange(Contradictions(options));
        problems = found;
        return options;
    }

    private static IEnumerable<string> Contradictions(WebhookOptions options)
    {
        if (options.PolicyPath is null && options.Registries.Count == 0)
        {
            yield return $"There is no policy. Set {Settings.Policy.Label} to a policy file, or {Settings.RegistryWhitelist.Label} to a list such as docker.io,gcr.io.";
        }

        if (options.PolicyPath is not null && options.Registries.Count > 0)
        {
            yield return $"{Settings.Policy.Label} and {Settings.RegistryWhitelist.Label} are both set. Write the list as an allow rule of the policy.";
        }

        if (options.PolicyPath is not null && options.RejectLatest)
        {
            yield return $"{Settings.RejectLatest.Label} goes with a list of registries. Write it as a deny rule of the policy: deny: {{tags: [latest]}}.";
        }

        if (options.ClientNames.Count > 0 && options.ClientAuthorityPath is null)
        {
            yield return $"{Settings.ClientName.Label} is set, but no client certificate is asked for. Set {Settings.ClientAuthority.Label}.";
        }

        if (options.Port != 0 && options.Port == options.ManagementPort)
        {
            yield return $"{Settings.Port.Label} and {Settings.ManagementPort.Label} are both {options.Port}. Choose two ports.";
        }
    }
}
