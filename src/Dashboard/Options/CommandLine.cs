using System.CommandLine;
using System.Net;
using Bouncer.ServiceDefaults.Options;

namespace Bouncer.Dashboard.Options;

/// <summary>Reads the settings from command line and environment; the command line wins.</summary>
internal static class CommandLine
{
    private const int Mebi = 1 << 20;

    /// <summary>The command, for <c>--help</c> and <c>--version</c>.</summary>
    public static ServiceCommand Command { get; } = new(
        "Receives OTLP and shows decisions, traces and the state of the services. Holds a bounded window in memory.", Settings.All);

    /// <summary>Checks everything and names all mistakes at once.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The value of an environment variable; null if it is not set.</param>
    /// <param name="problems">Every mistake, each a sentence that names the setting and what to write.</param>
    /// <returns>The options as far as they could be read. Not to be used if there is a mistake.</returns>
    public static DashboardOptions Read(ParseResult parsed, Func<string, string?> environment, out IReadOnlyList<string> problems)
    {
        List<string> found = [.. parsed.Errors.Select(error => error.Message)];
        var values = new SettingValues(parsed, environment, found);
        var options = new DashboardOptions
        {
            Bind = values.Address(Settings.Bind) ?? IPAddress.Loopback,
            Port = values.Port(Settings.Port, Settings.DefaultPort),
            ManagementPort = values.Port(Settings.ManagementPort, Settings.DefaultManagementPort),
            GrpcPort = values.Port(Settings.GrpcPort, Settings.DefaultGrpcPort),
            HttpPort = values.Port(Settings.HttpPort, Settings.DefaultHttpPort),
            ApiKey = Secret(values, Settings.ApiKey, Settings.MinApiKeyLength, found),
            Token = Secret(values, Settings.Token, Settings.MinTokenLength, found),
            IsOpen = IsOpen(values, found),
            Resources = Resources(values, found),
            ResourcesToken = values.Text(Settings.ResourcesToken),
            Memory = (long)values.Number(Settings.Memory, Settings.DefaultMemory, Settings.MinMemory, Settings.MaxMemory) * Mebi,
            MaxRequest = values.Number(Settings.MaxRequest, Settings.DefaultMaxRequest, Settings.MinMaxRequest, Settings.MaxMaxRequest) * Mebi,
            Forward = Forward(values, found),
            ForwardHeaders = Headers(values, found),
            ForwardQueue = values.Number(Settings.ForwardQueue, Settings.DefaultForwardQueue, Settings.MinForwardQueue, Settings.MaxForwardQueue) * Mebi,
            ShutdownDelay = values.Seconds(Settings.ShutdownDelay, Settings.DefaultShutdownDelay, 0, Settings.MaxShutdownDelay),
            Debug = values.Switch(Settings.Debug),
        };
        found.AddRange(Contradictions(options));
        problems = found;
        return options;
    }

    private static IEnumerable<string> Contradictions(DashboardOptions options)
    {
        if (!IPAddress.IsLoopback(options.Bind) && options.ApiKey is null)
        {
            yield return $"{Settings.Bind.Label} is {options.Bind}, which others can reach, and anybody could send telemetry. Set {Settings.ApiKey.Label} as well.";
        }

        (string Label, int Port)[] ports =
        [
            (Settings.Port.Label, options.Port),
            (Settings.ManagementPort.Label, options.ManagementPort),
            (Settings.GrpcPort.Label, options.GrpcPort),
            (Settings.HttpPort.Label, options.HttpPort),
        ];
        foreach (var same in ports.Where(p => p.Port != 0).GroupBy(p => p.Port).Where(same => same.Count() > 1))
        {
            yield return $"{string.Join(" and ", same.Select(p => p.Label))} are all {same.Key}. Choose a port for each.";
        }

        if (options.IsOpen && options.Token is not null)
        {
            yield return $"{Settings.Access.Label} is open, and {Settings.Token.Label} is set. Leave one of them out.";
        }

        if ((options.Resources is null) != (options.ResourcesToken is null))
        {
            yield return $"{Settings.Resources.Label} and {Settings.ResourcesToken.Label} go together. Set both, or neither.";
        }

        if (2L * options.MaxRequest > options.Memory)
        {
            yield return $"{Settings.MaxRequest.Label} is {options.MaxRequest / Mebi}, and {Settings.Memory.Label} {options.Memory / Mebi}. Hold at least twice as much as one request may have.";
        }

        if (options.Forward is { } forward && forward.IsLoopback && forward.Port == options.HttpPort)
        {
            yield return $"{Settings.Forward.Label} is \"{forward}\", which is this dashboard. Name another endpoint.";
        }

        if (options.ForwardHeaders.Count > 0 && options.Forward is null)
        {
            yield return $"{Settings.ForwardHeaders.Label} goes with an endpoint. Set {Settings.Forward.Label}.";
        }
    }

    private static string? Secret(SettingValues values, Setting setting, int minLength, List<string> problems)
    {
        var secret = values.Text(setting);
        if (secret?.Length < minLength)
        {
            // Not quoted, as other values are.
            problems.Add($"{setting.Label} has {secret.Length} characters. Write at least {minLength}.");
        }

        return secret;
    }

    private static bool IsOpen(SettingValues values, List<string> problems)
    {
        var access = values.Text(Settings.Access);
        if (access is not (null or "token" or "open"))
        {
            problems.Add($"{Settings.Access.Label} is \"{access}\". Write token, or open for whoever reaches the port.");
        }

        return access == "open";
    }

    private static Uri? Resources(SettingValues values, List<string> problems)
    {
        if (values.Text(Settings.Resources) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)
        {
            return endpoint;
        }

        problems.Add($"{Settings.Resources.Label} is \"{text}\". Write the address of an AppHost on this machine, such as http://127.0.0.1:12345.");
        return null;
    }

    private static Uri? Forward(SettingValues values, List<string> problems)
    {
        if (values.Text(Settings.Forward) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https" && endpoint.Query.Length == 0)
        {
            return endpoint;
        }

        problems.Add($"{Settings.Forward.Label} is \"{text}\". Write an address such as http://collector:4318; the path /v1/traces is added.");
        return null;
    }

    private static List<KeyValuePair<string, string>> Headers(SettingValues values, List<string> problems)
    {
        List<KeyValuePair<string, string>> headers = [];
        foreach (var entry in values.List(Settings.ForwardHeaders))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                problems.Add($"{Settings.ForwardHeaders.Label} has an entry without a name. Write name=value, divided by commas.");
            }
            else
            {
                headers.Add(new(entry[..equals].Trim(), entry[(equals + 1)..].Trim()));
            }
        }

        return headers;
    }
}
