using System.CommandLine.Parsing;

namespace Bouncer.Cli;

/// <summary>Checks that several commands make of their command lines.</summary>
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

    /// <summary>Refuses a value of --output that is none of these.</summary>
    public static Action<OptionResult> OneOf(string option, params string[] values)
        => result =>
        {
            if (result.Tokens is [var token] && !values.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"{option} is \"{token.Value}\". Write {string.Join(", ", values[..^1])} or {values[^1]}.");
            }
        };
}
