using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Bouncer.ServiceDefaults.Options;

/// <summary>The values of settings, from command line or environment, checked one by one.</summary>
/// <param name="parsed">The command line. It wins.</param>
/// <param name="environment">The value of an environment variable; null if it is not set.</param>
/// <param name="problems">Takes every mistake, each a sentence that names the setting and what to write.</param>
public sealed class SettingValues(ParseResult parsed, Func<string, string?> environment, List<string> problems)
{
    /// <summary>A value; null if the setting is not set or empty. Of several the last counts, as in Go programs.</summary>
    public string? Text(Setting setting) => Values(setting) is [.., var last] ? last : null;

    /// <summary>A value that has to be there.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="remedy">What to write, as the end of the sentence that it is missing.</param>
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

    /// <summary>A port, or 0 for any free one.</summary>
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

    /// <summary>An address of this machine; null for all.</summary>
    public IPAddress? Address(Setting setting)
    {
        if (Text(setting) is not { } text)
        {
            return null;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            problems.Add($"{setting.Label} is \"{text}\". Write an IP address, such as 127.0.0.1 or ::.");
        }

        return address;
    }

    /// <summary>A time in seconds, with or without Go's <c>s</c> after it.</summary>
    public TimeSpan Seconds(Setting setting, double otherwise, double min, double max)
    {
        if (Text(setting) is not { } text)
        {
            return TimeSpan.FromSeconds(otherwise);
        }

        var number = text.EndsWith('s') ? text[..^1] : text;
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= min && seconds <= max)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        problems.Add(string.Create(CultureInfo.InvariantCulture, $"{setting.Label} is \"{text}\". Write seconds from {min} to {max}."));
        return TimeSpan.FromSeconds(otherwise);
    }

    /// <summary>A whole number.</summary>
    public int Number(Setting setting, int otherwise, int min, int max)
    {
        if (Text(setting) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        problems.Add($"{setting.Label} is \"{text}\". Write a number from {min} to {max}.");
        return otherwise;
    }

    /// <summary>A switch: given alone, or with what Go's flag package takes for a boolean.</summary>
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
