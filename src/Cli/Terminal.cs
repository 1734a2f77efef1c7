using Spectre.Console;

namespace Bouncer.Cli;

/// <summary>Where the command reads from and writes to. Results go to the output, all else to the error output.</summary>
/// <param name="Output">The output.</param>
/// <param name="Error">The error output.</param>
/// <param name="Input">Opens the input.</param>
/// <param name="IsPipedInto">Whether the input comes from a file or another program, and not from a keyboard.</param>
/// <param name="IsColourful">Whether a person looks at the output, in a terminal that shows colours.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, Func<Stream> Input, bool IsPipedInto, bool IsColourful)
{
    /// <summary>Lines are as long as they are where nobody's window breaks them, so that grep finds what it looks for.</summary>
    private const int UnlimitedWidth = 1_000_000;

    public static Terminal OfProcess()
        => new(
            Console.Out,
            Console.Error,
            Console.OpenStandardInput,
            Console.IsInputRedirected,
            !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>Writes a sentence to the error output.</summary>
    public void WriteError(string sentence) => Error.WriteLine(TerminalText.Of(sentence));

    /// <summary>The output for tables. Nothing but a terminal makes it colourful: build servers' variables do not.</summary>
    public IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Output),
            Ansi = IsColourful ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsColourful ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = UnlimitedWidth;
        }

        return console;
    }
}
