using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Bouncer.Cli;

/// <summary>What the command lines of several commands have in common.</summary>
internal static class Arguments
{
    /// <summary>A mistyped option would else be a file or an image, and be refused for the wrong reason.</summary>
    public static void RefuseUnknownOptions(SymbolResult result)
    {
        foreach (var token in result.Tokens.Where(t => t.Value.Length > 1 && t.Value[0] == '-'))
        {
            result.AddError($"There is no option {token.Value}.");
        }
    }

    /// <summary>The option that names files of objects.</summary>
    public static Option<string[]> ObjectFiles()
    {
        var files = new Option<string[]>("--filename", "-f")
        {
            Description = "Files of templates, constraints and objects, or folders with all that are below them. What is piped in counts as well.",
            HelpName = "file|folder",
            AllowMultipleArgumentsPerToken = true,
        };
        files.Validators.Add(RefuseUnknownOptions);
        return files;
    }

    /// <summary>Refuses a value that is none of these.</summary>
    public static Action<OptionResult> OneOf(string option, params string[] values)
        => result =>
        {
            if (result.Tokens is [var token] && !values.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"{option} is \"{token.Value}\". Write {string.Join(", ", values[..^1])} or {values[^1]}.");
            }
        };

    /// <summary>Refuses a number that is not in a range.</summary>
    public static Action<OptionResult> Between(string option, int least, int most)
        => result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && (value < least || value > most))
            {
                result.AddError($"{option} is {value}. Use a value from {least} to {most}.");
            }
        };
}
