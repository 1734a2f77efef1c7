using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Bouncer.Webhook.Options;

/// <summary>Reads the settings from command line and environment; the command line wins.</summary>
internal static class CommandLine
{
    /// <summary>The command, for <c>--help</c> and <c>--version</c>.</summary>
    public static RootCommand Command { get; } = Describe();

    /// <summary>Parses arguments as Go programs take them too: <c>-cert=x</c> is <c>--cert=x</c>.</summary>
    public static ParseResult Parse(string[] arguments) => Command.Parse([.. arguments.Select(WithTwoDashes)]);

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
            Bind = Address(values, found),
            Port = values.Port(Settings.Port, Settings.DefaultPort),
            ManagementPort = values.Port(Settings.ManagementPort, Settings.DefaultManagementPort),
            ShutdownDelay = Delay(values, found),
            Debug = values.Switch(Settings.Debug),
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

    private static IPAddress? Address(SettingValues values, List<string> problems)
    {
        if (values.Text(Settings.Bind) is not { } text)
        {
            return null;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            problems.Add($"{Settings.Bind.Label} is \"{text}\". Write an IP address, such as 127.0.0.1 or ::.");
        }

        return address;
    }

    private static TimeSpan Delay(SettingValues values, List<string> problems)
    {
        const double Max = 300;
        if (values.Text(Settings.ShutdownDelay) is not { } text)
        {
            return TimeSpan.FromSeconds(Settings.DefaultShutdownDelay);
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= Max)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        problems.Add($"{Settings.ShutdownDelay.Label} is \"{text}\". Write seconds from 0 to {Max}.");
        return default;
    }

    private static string WithTwoDashes(string argument)
    {
        var name = argument.Split('=')[0];
        return name.Length > 2 && name[0] == '-' && name[1] != '-' && Settings.All.Any(s => s.Name == "-" + name) ? "-" + argument : argument;
    }

    private static RootCommand Describe()
    {
        var command = new RootCommand(
            "Decides which container images may run in a Kubernetes cluster. Answers the API server's ImagePolicyWebhook plugin at POST /image_policy and validating admission webhooks at POST /.");
        foreach (var setting in Settings.All)
        {
            command.Options.Add(setting.Option);
        }

        return command;
    }
}
