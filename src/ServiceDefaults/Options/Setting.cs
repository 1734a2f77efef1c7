using System.CommandLine;

namespace Bouncer.ServiceDefaults.Options;

/// <summary>One setting: an option of the command line that an environment variable can stand for.</summary>
/// <param name="name">The option, such as <c>--port</c>.</param>
/// <param name="variable">The environment variable.</param>
/// <param name="description">What it means, for <c>--help</c>.</param>
/// <param name="argument">What the value is called in <c>--help</c>; null for a switch.</param>
/// <param name="aliases">Other spellings of the option.</param>
public sealed class Setting(string name, string variable, string description, string? argument, params string[] aliases)
{
    /// <summary>The option, with its dashes.</summary>
    public string Name { get; } = name;

    /// <summary>The option and the variable, as messages name the setting.</summary>
    public string Label { get; } = $"{name} ({variable})";

    /// <summary>The environment variable that can stand for the option.</summary>
    public string Variable { get; } = variable;

    /// <summary>The option. Values are text, so that wrong ones from either source get the same message.</summary>
    public Option<string[]> Option { get; } = new(name, aliases)
    {
        Description = $"{description} [{variable}]",
        HelpName = argument ?? "true|false",
        // More than one each: of several the last counts.
        Arity = argument is null ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
}
