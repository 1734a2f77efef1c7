using System.CommandLine;

namespace Bouncer.Cli.Test;

/// <summary><c>bouncer test</c>: judges objects by templates and constraints.</summary>
internal static class TestCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = Arguments.ObjectFiles();
        var output = new Option<string>("--output", "-o") { Description = "How to print the violations. A line each by default.", HelpName = "json|yaml" };
        var denyOnly = new Option<bool>("--deny-only") { Description = "Print only violations that deny." };
        var trace = new Option<bool>("--trace", "-t") { Description = "Show with each violation how the Rego was evaluated." };
        output.Validators.Add(Arguments.OneOf("--output", "json", "yaml"));

        var command = new Command("test", "Judges objects by templates and constraints, as gator test does. Exit code 0: nothing is denied; 1: a violation denies, or not everything could be judged; 2: the command line is wrong.")
        {
            files, output, denyOnly, trace,
        };
        command.SetAction(parsed => TestAction.Run(
            new TestOptions(parsed.GetValue(files) ?? [], parsed.GetValue(output), parsed.GetValue(denyOnly), parsed.GetValue(trace)),
            terminal));
        return command;
    }
}

/// <summary>What <c>bouncer test</c> is asked to do.</summary>
/// <param name="Files">Files and folders.</param>
/// <param name="Format"><c>json</c>, <c>yaml</c>, or null for a line each.</param>
/// <param name="DenyOnly">Whether to print only what denies.</param>
/// <param name="WithTrace">Whether to show traces.</param>
internal sealed record TestOptions(IReadOnlyList<string> Files, string? Format, bool DenyOnly, bool WithTrace);
