using System.Text;

namespace Bouncer.Cli.Tests;

/// <summary>Runs the command in this process.</summary>
internal sealed record BouncerRun(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of the output without the blanks that fill table cells.</summary>
    public string[] Lines => [.. Output.TrimEnd().Split('\n').Select(l => l.TrimEnd())];

    public string[] ErrorLines => [.. Error.TrimEnd().Split('\n').Where(l => l.Length > 0)];

    public static BouncerRun Of(params string[] arguments) => WithInput("", arguments);

    public static BouncerRun WithInput(string input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, error, () => new MemoryStream(Encoding.UTF8.GetBytes(input)), IsPipedInto: input.Length > 0, IsColourful: false);
        var exitCode = BouncerCommand.Run(arguments, terminal);
        return new(exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
