using System.CommandLine;

namespace Bouncer.ServiceDefaults.Options;

/// <summary>The command line of a service: its settings, <c>--help</c> and <c>--version</c>.</summary>
public sealed class ServiceCommand
{
    private readonly RootCommand _command;
    private readonly IReadOnlyList<Setting> _settings;

    /// <summary>Creates the command.</summary>
    /// <param name="description">What the service does, for <c>--help</c>.</param>
    /// <param name="settings">All settings, in the order in which <c>--help</c> lists them.</param>
    public ServiceCommand(string description, IReadOnlyList<Setting> settings)
    {
        _settings = settings;
        _command = new RootCommand(description);
        foreach (var setting in settings)
        {
            _command.Options.Add(setting.Option);
        }
    }

    /// <summary>Parses arguments as Go programs take them too: <c>-cert=x</c> is <c>--cert=x</c>.</summary>
    public ParseResult Parse(IEnumerable<string> arguments) => _command.Parse([.. arguments.Select(WithTwoDashes)]);

    private string WithTwoDashes(string argument)
    {
        var name = argument.Split('=')[0];
        return name.Length > 2 && name[0] == '-' && name[1] != '-' && _settings.Any(s => s.Name == "-" + name) ? "-" + argument : argument;
    }
}
