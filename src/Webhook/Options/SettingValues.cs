using System.CommandLine;
using System.Globalization;

namespace Bouncer.Webhook.Options;

/// <summary>The values of settings, from command line or environment, checked one by one.</summary>
internal sealed class SettingValues(ParseResult parsed, Func<string, string?> environment, List<string> problems)
{
    /// <summary>A value; null if the setting is not set or empty. Of several the last counts, as in Go programs.</summary>
    public string? Text(Setting setting) => Values(setting) is [.., var last] ? last : null;

    public string Required(Setting setting, string remedy)
    {
        if (Text(setting) is { } value)
        {
            return value;
        }

        problems.Add($"{setting.Label} is missing: {remedy}.");
        return "";
    }

    /// <summary>All values, divided at commas.</summary>
    public IReadOnlyList<string> List(Setting setting)
        => [.. Values(setting).SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    public int Port(Setting setting, int otherwise)
    {
        var text = Text(setting);

        // For a Service called "bouncer" Kubernetes sets BOUNCER_PORT=tcp://10.0.0.1:1323 in every container.
        if (text is null || text.StartsWith("tcp://", StringComparison.Ordinal))
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue)
        {
            return port;
        }

        problems.Add($"{setting.Label} is \"{text}\". Write a port from 1 to {ushort.MaxValue}, or 0 for any free one.");
        return otherwise;
    }

    public bool Switch(Setting setting)
    {
        if (parsed.GetResult(setting.Option) is { Implicit: false, Tokens.Count: 0 })
        {
            return true;
        }

        if (Text(setting) is not { } text)
        {
            return false;
        }

        // What Go's flag package takes for a boolean.
        if (text is "1" or "t" or "T" || (bool.TryParse(text, out var on) && on))
        {
            return true;
        }

        if (text is not ("0" or "f" or "F") && !bool.TryParse(text, out _))
        {
            problems.Add($"{setting.Label} is \"{text}\". Write true or false.");
        }

        return false;
    }

    private string[] Values(Setting setting)
    {
        var given = (parsed.GetResult(setting.Option) is { Implicit: false } result ? result.Tokens.Select(t => t.Value) : [])
            .Where(v => v.Length > 0)
            .ToArray();
        return given.Length > 0 ? given : environment(setting.Variable) is { Length: > 0 } value ? [value] : [];
    }
}
